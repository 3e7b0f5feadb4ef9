// Distributed under the Boost Software License, Version 1.0.
//
// What the start page's commands print.

import {spawnSync} from 'node:child_process';
import {captured, source_lines} from './captured.mjs';
import {root} from './places.mjs';
import {first_report} from './tsan_text.mjs';
import {annotated} from './twin_page.mjs';

const lesson = 'dependent_calls';
const name = `${lesson}/read_before_fetch`;
const pattern = `patterns/${lesson}.cpp`;

function difference() {
  const {stdout, error} = spawnSync(
      'diff', [pattern, `antipatterns/${name}.cpp`],
      {cwd: root, encoding: 'utf8'});
  if (error) throw error;
  return stdout.trimEnd();
}

// Without its latency, which is another one each time.
function correct() {
  const lines = captured(`${lesson}/pattern`).annotated.split('\n');
  return lines.slice(0, lines.findIndex((line) => /latency/.test(line)))
      .join('\n');
}

function summary_of_tsan() {
  const {text} = captured(name).tsan;
  return first_report(text).find((line) => line.startsWith('SUMMARY'));
}

// From the function's result to the end of the fetch.
function mended() {
  const lines = source_lines(pattern);
  const first = lines.findIndex((line) => line === '  order_details details;');
  const last = lines.findIndex((line, i) => i > first && line === '  }');
  return lines.slice(first, last + 1).join('\n');
}

export default {
  load: () => ({
    difference: difference(), correct: correct(), mended: mended(),
    found: annotated(captured(name)), summary: summary_of_tsan()}),
};
