// Distributed under the Boost Software License, Version 1.0.
//
// What this site was made with: the judge's tools as the captures name them,
// the site's own as they were installed.

import {execFileSync} from 'node:child_process';
import {index, source_lines} from './captured.mjs';

function installed(name) {
  return JSON.parse(source_lines(
      `docs/node_modules/${name}/package.json`).join('\n')).version;
}

function doxygen() {
  return execFileSync('doxygen', ['--version'], {encoding: 'utf8'}).split(' ')[0]
      .trim();
}

export default {
  load() {
    const {compiler, tsan, boost} = index();
    const {dependencies} = JSON.parse(
        source_lines('docs/package.json').join('\n'));
    return {
      judge: [['Compiler', compiler], ['ThreadSanitizer', tsan],
              ['Boost', boost]],
      site: [['Node.js', process.versions.node], ['Doxygen', doxygen()],
             ...Object.keys(dependencies).map(
                 (name) => [name, installed(name)])],
    };
  },
};
