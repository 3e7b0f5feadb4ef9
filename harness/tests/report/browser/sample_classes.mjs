// Distributed under the Boost Software License, Version 1.0.
//
// Pages of classes made by hand: an ordinary one, and one of which a learner
// has written what he likes into his progress.

import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const hostile = '</script><script>window.hacked = 1</script>' +
    '<img src=x onerror=window.hacked=2>\u001b[2J\u2028';

function progress(passed, tried, finding) {
  const entry = (passed_at, findings) => (
      {passed_at, hints: 1, tries: ['a', 'b'], findings});
  return {
    schema: 2, set: 'racelab', set_folder: '', files: {},
    exercises: {
      ...Object.fromEntries(passed.map(
          (name) => [name, entry('2026-03-01T12:00:00Z', {})])),
      [tried]: entry('', {[finding]: 2}),
    },
  };
}

function write_course(folder, state) {
  mkdirSync(join(folder, '.racelab'), {recursive: true});
  writeFileSync(join(folder, '.racelab', 'progress.json'),
                JSON.stringify(state));
}

// Some of the folders cannot be read: the status is 3.
function write_page(racelab, folder, name) {
  const {stdout, status} = spawnSync(
      racelab, ['workshop', 'summary', join(folder, name),
                '--format', 'html'], {encoding: 'utf8'});
  if (status !== 3) throw new Error(`summary of ${name}: status ${status}`);
  writeFileSync(join(folder, `${name}.html`), stdout);
}

export function write_class_pages(racelab, folder) {
  for (const name of ['class', 'hostile_class']) {
    const bad = name === 'class' ? 'hang' : hostile;
    rmSync(join(folder, name), {recursive: true, force: true});
    write_course(join(folder, name, 'alice'),
                 progress(['one_by_one'], 'nobody_waits', 'fire-and-forget'));
    write_course(join(folder, name, '<b>bob' + ' with a long name'.repeat(6)),
                 progress([], 'one_by_one', bad));
    mkdirSync(join(folder, name, 'carol'));
    write_page(racelab, folder, name);
  }
}
