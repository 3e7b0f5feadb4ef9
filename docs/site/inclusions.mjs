// Distributed under the Boost Software License, Version 1.0.
//
// What pages include of other files. VitePress leaves out a file that is not
// there, and takes the whole of one that has no such region, without a word.

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {docs_folder} from './places.mjs';

const inclusion = /<!--\s*@include:\s*(\S+?)(?:#([\w-]+))?\s*-->/g;

function complaint_about(page, file, region) {
  const path = join(docs_folder, dirname(page), file);
  if (!existsSync(path)) return `there is no ${file}`;
  const text = readFileSync(path, 'utf8');
  return !region || ['region', 'endregion'].every(
      (edge) => text.includes(`<!-- #${edge} ${region} -->`)) ?
      null : `${file} has no region ${region}`;
}

// Throws if a page includes what is not there.
export function check_inclusions() {
  const pages = readdirSync(docs_folder, {recursive: true}).filter(
      (name) => name.endsWith('.md') && !name.startsWith('node_modules'));
  for (const page of pages) {
    const text = readFileSync(join(docs_folder, page), 'utf8');
    for (const [, file, region] of text.matchAll(inclusion)) {
      const wrong = complaint_about(page, file, region);
      if (wrong) throw new Error(`docs/${page} includes a part, but ${wrong}`);
    }
  }
}
