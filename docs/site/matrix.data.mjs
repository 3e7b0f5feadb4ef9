// Distributed under the Boost Software License, Version 1.0.
//
// What other tools find, as it was measured.

import {readFileSync} from 'node:fs';
import {index} from './captured.mjs';
import {found_by_finding, found_within, rows_of, summary_of,
        where_others_are_better} from './matrix.mjs';
import {matrix_file} from './places.mjs';

function tool_of(matrix, tool, i) {
  const {name, title, kind, version, missing, command, environment, build,
         right_line, false_alarms, elsewhere} = tool;
  return {name, title, kind, version, missing, command: command.join(' '),
          environment, build: build.join(' '), right_line, false_alarms,
          elsewhere, found_within: found_within(matrix, i)};
}

export default {
  load() {
    const matrix = JSON.parse(readFileSync(matrix_file, 'utf8'));
    const titles = new Map(index().lessons.map(
        (each) => [each.name, each.title]));
    const {rule, budget, states, times} = matrix;
    return {
      rule, budget, states, times,
      tools: matrix.tools.map((each, i) => tool_of(matrix, each, i)),
      rows: rows_of(matrix, titles),
      by_finding: found_by_finding(matrix),
      better: where_others_are_better(matrix),
      summary: summary_of(matrix),
    };
  },
};
