// Distributed under the Boost Software License, Version 1.0.
//
// The workshop's exercises, in the order of the course.

import {source_lines} from './captured.mjs';
import {title_of} from './words.mjs';

const folder = 'harness/workshop/exercises';

function lesson_of({twin, lesson}) {
  return twin ? twin.split('/')[0] : lesson;
}

export default {
  load() {
    const {exercises} = JSON.parse(
        source_lines(`${folder}/set.json`).join('\n'));
    return exercises.map((each) => ({
      name: each.name, kind: each.kind,
      title: source_lines(`${folder}/${each.name}/text.md`)[0].slice(2),
      lesson: title_of(lesson_of(each)),
      link: `/lessons/${lesson_of(each)}`}));
  },
};
