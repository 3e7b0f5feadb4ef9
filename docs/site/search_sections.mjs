// Distributed under the Boost Software License, Version 1.0.
//
// What search knows of the pages that are made: VitePress reads the files of
// the others. Sources and reports are left out; a reader searches for words.

import {relative} from 'node:path';
import {lesson_page} from './lesson_page.mjs';
import {docs_folder} from './places.mjs';
import {twin_page} from './twin_page.mjs';

const unsearched = new Set(['Side by side', 'Two reports of it',
                            'Both in time', 'In time']);

function made_page(file) {
  const name = relative(docs_folder, file).replace(/\.md$/, '');
  const [folder, lesson, twin] = name.split('/');
  if (folder !== 'lessons') return null;
  return twin ? twin_page(`${lesson}/${twin}`) : lesson_page(lesson);
}

function plain(html) {
  return html.replaceAll(/<(pre|style|svg)\b[\s\S]*?<\/\1>/g, ' ')
      .replaceAll(/```[\s\S]*?```/g, ' ').replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('&lt;', '<').replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"').replaceAll('&amp;', '&')
      .replaceAll(/\s+/g, ' ').trim();
}

// As VitePress makes the anchors of headings.
function slug(words) {
  return words.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '');
}

// Undefined for the pages that VitePress reads itself.
export function search_sections(file, html) {
  const page = html === '' ? made_page(file) : null;
  if (page === null) return undefined;
  const [head, ...parts] = page.split(/^## /m);
  const title = /^# (.*)$/m.exec(head)[1];
  return [
    {anchor: '', titles: [title], text: plain(head.replace(/^# .*$/m, ''))},
    ...parts.map((part) => {
      const [heading, ...rest] = part.split('\n');
      const known = unsearched.has(heading) ? '' : plain(rest.join('\n'));
      return {anchor: slug(heading), titles: [title, heading],
              text: known || heading};
    }),
  ];
}
