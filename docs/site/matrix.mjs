// Distributed under the Boost Software License, Version 1.0.
//
// What the matrix says: pure functions of its JSON, whose shape is in
// harness/matrix/matrix_json.hpp.

import {title_of} from './words.mjs';

const is_twin = (subject) => subject.kind === 'antipattern';
const is_found = (cell) => cell.state === 'found';
const name_of = ({lesson, variant}) => `${lesson}/${variant}`;

// Of a tool that runs programs: in how many of all its runs it spoke.
function share_of(cell) {
  const total = (key) => cell.measured.reduce((sum, each) => sum + each[key],
                                              0);
  return {found: total('found'), runs: total('runs')};
}

// What a row of the page shows; `lesson_titles` has the lessons' by name.
function row_of(subject, tools, lesson_titles) {
  const {lesson, variant, expected} = subject;
  const twin = is_twin(subject);
  return {
    name: name_of(subject), lesson, twin, expected,
    lesson_title: lesson_titles.get(lesson) ?? title_of(lesson),
    title: twin ? title_of(variant) : 'The pattern',
    link: `/lessons/${twin ? name_of(subject) : lesson}`,
    cells: subject.cells.map((cell, i) => ({
      state: cell.state, right: cell.right_line === true,
      ...(tools[i].kind === 'program' ? share_of(cell) : {})})),
  };
}

export function rows_of(matrix, lesson_titles) {
  return matrix.subjects.map(
      (each) => row_of(each, matrix.tools, lesson_titles));
}

// For each of the matrix's times: how many twins the tool found within it.
export function found_within(matrix, tool) {
  const twins = matrix.subjects.filter(is_twin);
  return matrix.times.map((times) => twins.filter(({cells}) => cells[tool]
      .measured.some((each) => each.times <= times && each.found > 0)).length);
}

// For each finding that a twin is to have: how many twins are to have it, and
// how many of these each tool finds.
export function found_by_finding(matrix) {
  const twins = matrix.subjects.filter(is_twin);
  const ids = [...new Set(twins.flatMap((each) => each.expected))].sort();
  return ids.map((id) => {
    const these = twins.filter((each) => each.expected.includes(id));
    return {id, twins: these.length, found: matrix.tools.map(
        (_, i) => these.filter(({cells}) => is_found(cells[i])).length)};
  });
}

function seconds_of(cell) {
  return cell.measured.reduce((sum, each) => sum + each.seconds, 0);
}

// In what another tool is better than Racelab at one twin, if in anything.
function advantages({racelab_seconds, cells}, tools) {
  const own = cells[tools.findIndex((each) => each.kind === 'judge')];
  const others = tools.map((by, i) => ({by, cell: cells[i]})).filter(
      ({by, cell}) => by.kind !== 'judge' && is_found(cell));
  const titles = (of) => of.map(({by}) => by.title);
  return {
    found: is_found(own) ? [] : titles(others),
    right_line: is_found(own) && !own.right_line ?
        titles(others.filter(({cell}) => cell.right_line)) : [],
    sooner: titles(others.filter(({by, cell}) => by.kind === 'text' &&
        seconds_of(cell) < racelab_seconds)),
  };
}

// The twins at which another tool is better, by what it does better: "found",
// which Racelab does not; "right_line", where Racelab names another; "sooner",
// in less time than Racelab and without running anything.
export function where_others_are_better(matrix) {
  const better = {found: [], right_line: [], sooner: []};
  for (const twin of matrix.subjects.filter(is_twin)) {
    for (const [what, tools] of Object.entries(
        advantages(twin, matrix.tools))) {
      if (tools.length > 0) better[what].push({name: name_of(twin), tools});
    }
  }
  return better;
}

// How many there are, and how many are found by whom.
export function summary_of(matrix) {
  const judge = matrix.tools.findIndex((each) => each.kind === 'judge');
  const twins = matrix.subjects.filter(is_twin);
  const others = twins.filter(({cells}) => cells.some(
      (cell, i) => i !== judge && is_found(cell)));
  const most = Math.max(...matrix.tools.map(
      (each, i) => i === judge ? 0 : each.found));
  return {
    twins: twins.length, patterns: matrix.subjects.length - twins.length,
    racelab: matrix.tools[judge],
    others: others.length,
    only_others: others.filter(({cells}) => !is_found(cells[judge])).length,
    only_racelab: twins.filter((each) => !others.includes(each) &&
        is_found(each.cells[judge])).length,
    nobody: twins.filter((each) => !each.cells.some(is_found)).length,
    most, best: matrix.tools.filter((each, i) => i !== judge &&
        each.found === most).map((each) => each.title),
  };
}
