// Distributed under the Boost Software License, Version 1.0.
//
// What the pages show can be captured again: two captures of one tree are the
// same, but for what the pages shorten, such as addresses. CAPTURES: their
// folders, with a colon in between.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {normalised} from '../../../docs/site/normalised.mjs';

const [one, other] = process.env.CAPTURES.split(':');
const read = (folder, name) => JSON.parse(
    readFileSync(join(folder, `${name}.json`), 'utf8'));

function evidence(folder, name) {
  const {tsan, ...rest} = read(folder, name);
  return {...rest, tsan: tsan && {...tsan, text: normalised(tsan.text)}};
}

test('two captures of one tree have the same index',
     () => assert.deepEqual(read(other, 'index'), read(one, 'index')));

for (const lesson of read(one, 'index').lessons) {
  test(`two captures of ${lesson.name} and its twins show the same`, () => {
    for (const variant of lesson.variants) {
      const name = `${lesson.name}/${variant}`;
      assert.deepEqual(evidence(other, name), evidence(one, name));
    }
  });
}
