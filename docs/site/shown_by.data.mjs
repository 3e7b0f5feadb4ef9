// Distributed under the Boost Software License, Version 1.0.
//
// Which twins show a finding.

import {captured, finding_ids, source_lines, subject_names} from
  './captured.mjs';
import {title_of} from './words.mjs';

const page = 'docs/reference/findings.md';

function headings() {
  return source_lines(page).filter((line) => line.startsWith('## '))
      .map((line) => line.slice(3));
}

export default {
  load() {
    const twins = Object.fromEntries(headings().map((id) => [id, []]));
    for (const name of subject_names()) {
      const {subject} = captured(name);
      for (const id of finding_ids(subject)) {
        if (!twins[id]) throw new Error(`${page} does not explain ${id}`);
        twins[id].push({lesson: title_of(subject.lesson),
                        twin: title_of(subject.variant),
                        link: `/lessons/${name}`});
      }
    }
    return twins;
  },
};
