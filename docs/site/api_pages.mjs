// Distributed under the Boost Software License, Version 1.0.
//
// The reference of patterns/concurrency/, by Doxygen.

import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from
  'node:fs';
import {join} from 'node:path';
import {root} from './places.mjs';

// The rest of what Doxygen writes is linked from none of these.
const wanted = /^(?:api\.css|index\.html|(?:class|struct|dir_).*\.html)$/;
const of_header = /_8hpp\.html$/;
const unlinked = /-members\.html$|^classes\.html$/;

// For who reads by ear or by keyboard: a page has a heading, and what can be
// scrolled can be reached.
function made_accessible(html) {
  return html
      .replace(/<div class="title">(.*?)<\/div>/s, '<h1 class="title">$1</h1>')
      .replaceAll('<div class="fragment">', '<div class="fragment" ' +
          'tabindex="0" role="group" aria-label="Example">');
}

// Blocks until `folder` has the pages and nothing else. Throws if Doxygen has
// something to complain about.
export function write_api(folder) {
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  const settings = readFileSync(join(root, 'docs/api/Doxyfile'), 'utf8');
  try {
    execFileSync('doxygen', ['-'], {
      cwd: root, input: `${settings}\nOUTPUT_DIRECTORY = "${folder}"\n`,
      stdio: ['pipe', 'inherit', 'inherit']});
  } catch (error) {
    throw new Error(error.code === 'ENOENT' ? 'doxygen is not installed' :
        'Doxygen does not accept the comments of patterns/concurrency/');
  }
  for (const name of readdirSync(folder)) {
    if (unlinked.test(name) || !(wanted.test(name) || of_header.test(name))) {
      rmSync(join(folder, name), {recursive: true});
    } else if (name.endsWith('.html')) {
      const file = join(folder, name);
      writeFileSync(file, made_accessible(readFileSync(file, 'utf8')));
    }
  }
}
