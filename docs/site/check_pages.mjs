// Distributed under the Boost Software License, Version 1.0.
//
// What is wrong with the pages of a built site, as sentences.

import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join, posix} from 'node:path';
import {parse} from 'node-html-parser';
import {index, subject_names, twin_names} from './captured.mjs';
import {matrix_file} from './places.mjs';

const foreign = /^(?:[a-z]+:)?\/\//i;
const most_bytes = 200_000;  // of a page, without what all share

function html_files(folder) {
  return readdirSync(folder, {recursive: true})
      .filter((name) => name.endsWith('.html'));
}

function page_of(folder, name) {
  const text = readFileSync(join(folder, name), 'utf8');
  const tree = parse(text);
  return {name, bytes: Buffer.byteLength(text), tree,
          ids: new Set(tree.querySelectorAll('[id], a[name]').map(
              (each) => each.getAttribute('id') || each.getAttribute('name')))};
}

// The file and the anchor that a link on `page` leads to; null: elsewhere.
function target_of(page, link, base) {
  if (foreign.test(link) || /^(?:mailto|data|javascript):/.test(link)) {
    return null;
  }
  const [path, anchor = ''] = decodeURI(link).split('#');
  if (path === '') return {file: page.name, anchor};
  const plain = path.split('?')[0];
  const file = plain.startsWith('/') ?
      (plain.startsWith(base) ? plain.slice(base.length) : plain) :
      posix.join(posix.dirname(page.name), plain);
  return {file, anchor};
}

function resolved(folder, file) {
  for (const each of [file, join(file, 'index.html'), `${file}.html`]) {
    const path = join(folder, each);
    if (existsSync(path) && statSync(path).isFile()) return posix.normalize(each);
  }
  return null;
}

function* broken_links(folder, pages, base) {
  const known = new Map(pages.map((each) => [each.name, each]));
  for (const page of pages) {
    const links = new Set(page.tree.querySelectorAll('a[href]')
        .map((each) => each.getAttribute('href')));
    for (const link of links) {
      const target = target_of(page, link, base);
      if (target === null) continue;
      const file = resolved(folder, target.file);
      if (file === null) {
        yield `${page.name}: the link ${link} leads nowhere`;
      } else if (target.anchor !== '' && known.has(file) &&
                 !known.get(file).ids.has(decodeURIComponent(target.anchor))) {
        yield `${page.name}: ${link}: there is no such anchor in ${file}`;
      }
    }
  }
}

function* foreign_requests(page) {
  const asked = page.tree.querySelectorAll(
      'script[src], img[src], iframe[src], link[href]');
  for (const each of asked) {
    const from = each.getAttribute('src') || each.getAttribute('href');
    if (foreign.test(from)) {
      yield `${page.name}: it asks another host for ${from}`;
    }
  }
}

function is_told(picture) {
  return Boolean(picture.getAttribute('aria-label') ||
      picture.getAttribute('aria-hidden') === 'true' ||
      picture.getAttribute('alt') !== undefined ||
      picture.querySelector?.('title'));
}

function* pictures_without_words(page) {
  for (const each of page.tree.querySelectorAll('img, svg')) {
    if (!is_told(each) && !each.closest('[aria-hidden="true"]')) {
      yield `${page.name}: a picture without words: ` +
          each.toString().slice(0, 80);
    }
  }
}

function* missing_pages(folder) {
  const wanted = [...index().lessons.map((each) => each.name),
                  ...twin_names()];
  for (const name of wanted) {
    if (!existsSync(join(folder, 'lessons', `${name}.html`))) {
      yield `${name} has no page`;
    }
  }
}

// The page of the other tools is of the whole catalogue, as it is now.
function* missing_measurements() {
  const {subjects} = JSON.parse(readFileSync(matrix_file, 'utf8'));
  const measured = new Set(subjects.map(
      (each) => `${each.lesson}/${each.variant}`));
  for (const name of subject_names()) {
    if (!measured.delete(name)) {
      yield `${name} is not in the matrix: ./run_tsan.sh matrix measures it`;
    }
  }
  for (const name of measured) {
    yield `${name} is in the matrix, and not in the catalogue`;
  }
}

function* too_large(page) {
  if (page.bytes > most_bytes) {
    yield `${page.name}: ${page.bytes} bytes; ${most_bytes} are the most`;
  }
}

export function complaints_about_pages(folder, base) {
  const pages = html_files(folder).map((name) => page_of(folder, name));
  return [...missing_pages(folder), ...missing_measurements(),
          ...broken_links(folder, pages, base),
          ...pages.flatMap((page) => [...foreign_requests(page),
                                      ...pictures_without_words(page),
                                      ...too_large(page)])];
}
