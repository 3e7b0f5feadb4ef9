// Distributed under the Boost Software License, Version 1.0.
//
// What `racelab capture` wrote, and the sources that it is of.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './places.mjs';

export const capture_folder = process.env.RACELAB_CAPTURED ||
    join(root, 'build/gcc/captured');

// Many pages show the same pattern, and all of them the index.
const known = new Map();

function read_json(name) {
  const file = join(capture_folder, name);
  try {
    if (!known.has(name)) {
      known.set(name, JSON.parse(readFileSync(file, 'utf8')));
    }
    return known.get(name);
  } catch (error) {
    throw new Error(`${file} cannot be read (${error.message}); ` +
        './run_tsan.sh docs makes it');
  }
}

export function index() {
  return read_json('index.json');
}

// "dependent_calls/read_before_fetch", …
export function subject_names() {
  return index().lessons.flatMap((lesson) => lesson.variants.map(
      (variant) => `${lesson.name}/${variant}`));
}

// Of these the broken ones, each of which has a page.
export function twin_names() {
  return subject_names().filter((name) => !name.endsWith('/pattern'));
}

// With `subject`: its result within the run.
export function captured(name) {
  const all = read_json(`${name}.json`);
  return {...all, subject: all.run.subjects[0]};
}

// What was found in a subject, each once.
export function finding_ids(subject) {
  return [...new Set(subject.findings.map((each) => each.id))];
}

// Of its run what a page steps through: the first schedule, and what it shows.
export function stepped_run(name) {
  const {run} = captured(name);
  const [subject] = run.subjects;
  const evidence = subject.evidence.slice(0, 1);
  const findings = subject.findings.filter(
      (each) => each.schedule === evidence[0]?.token);
  return {...run, subjects: [{...subject, evidence, findings}]};
}

export function source_lines(file) {
  return readFileSync(join(root, file), 'utf8').trimEnd().split('\n');
}
