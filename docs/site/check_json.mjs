// Distributed under the Boost Software License, Version 1.0.
//
// Whether the JSON that Racelab writes is the one that the page explains: each
// field of every object, and of the type that is said.

import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from
  'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {run} from './child.mjs';
import {root} from './places.mjs';

const page = 'docs/reference/json.md';
const approved = 'harness/tests/report/approved';
const logs = 'harness/tests/report/logs';

// From the name of each kind of object to its fields, {name, type}, and whether
// one has been seen.
function explained_objects() {
  const objects = new Map();
  let fields = null;
  for (const line of readFileSync(join(root, page), 'utf8').split('\n')) {
    const heading = /^### (.+)$/.exec(line);
    if (heading) objects.set(heading[1], {fields: fields = [], seen: false});
    const row = /^\| `(\w+)` \| (.+?) \| .+ \|$/.exec(line);
    if (row) {
      fields.push({name: row[1], type: row[2].replace(/\[(.+?)\]\(.+?\)/, '$1')});
    }
  }
  return objects;
}

const plain_types = {'text': 'string', 'number': 'number',
                     'yes or no': 'boolean'};

// Pushes to `found` what is wrong with `value`, which is at `place`.
function check_value(value, type, place, objects, found) {
  const [, list] = /^list of (.+)$/.exec(type) || [];
  const [, values] = /^map of (.+)$/.exec(type) || [];
  const [, known] = /^(.+) or null$/.exec(type) || [];
  if (known) {
    if (value !== null) check_value(value, known, place, objects, found);
  } else if (list && Array.isArray(value)) {
    value.forEach((each) => check_value(
        each, list, `${place}[]`, objects, found));
  } else if (values && value?.constructor === Object) {
    Object.values(value).forEach((each) => check_value(
        each, values, `${place}{}`, objects, found));
  } else if (objects.has(type) && value?.constructor === Object) {
    check_object(value, type, place, objects, found);
  } else if (typeof value !== plain_types[type]) {
    found.add(`${place} is explained as ${type}, and is ` +
        JSON.stringify(value).slice(0, 40));
  }
}

function check_object(value, name, place, objects, found) {
  const object = objects.get(name);
  object.seen = true;
  const fields = new Map(object.fields.map((each) => [each.name, each]));
  for (const key of Object.keys(value)) {
    if (!fields.has(key)) found.add(`${place}.${key} is not explained`);
  }
  for (const {name: key, type} of fields.values()) {
    const [always, condition] = type.split(', if ');
    if (key in value) {
      check_value(value[key], always, `${place}.${key}`, objects, found);
    } else if (!condition) {
      found.add(`${place}.${key} is explained, and is not there`);
    }
  }
}

// Its standard output alone.
async function output_of(args) {
  const {output} = await run('bash', [
    '-c', '"$0" "$@" 2>/dev/null', process.env.RACELAB, ...args], {keep: true});
  return output;
}

const text_of = (...parts) => readFileSync(join(...parts), 'utf8');

// A course in which one exercise was changed where it must not be, and another
// is answered.
async function lay_out_course(course) {
  await output_of(['workshop', '--course', course, 'start']);
  const [refused, answered] = ['01_one_by_one.cpp', '04_first_report.cpp'];
  writeFileSync(join(course, refused), text_of(course, refused).replace(
      '  order_details details;', '#pragma once\n$&'));
  writeFileSync(join(course, answered), text_of(course, answered).replace(
      /^\/\/ (first|second|edge):$/gm, '$& 1 -> 2'));
}

// What there is to compare: a kind of object, and the verb that writes one.
async function verbs(folder) {
  const course = join(folder, 'course');
  const workshop = ['workshop', '--course', course, '--json'];
  await lay_out_course(course);
  const suppressions = join(folder, 'suppressions');
  writeFileSync(suppressions, 'race:count_visit\n');
  const all_logs = readdirSync(join(root, logs))
      .filter((name) => name.endsWith('.log'))
      .map((name) => join(root, logs, name));
  const twin = 'dependent_calls/read_before_fetch';
  return [
    ['catalogue', ['list', '--json']],
    ['sources', ['list', '--sources', '--json']],
    ['formats', ['list-formats', '--json']],
    ['log result', ['report', '--json', ...all_logs]],
    ['log result', ['report', '--json', '--ignore', suppressions,
                    join(root, logs, 'gcc_visits.log')]],
    ['run', ['show', twin, '--json']],
    ['run', ['check', join(root, 'patterns/dependent_calls.cpp'), '--lesson',
             'dependent_calls', '--profile', '--json']],
    ['replayed', ['replay', twin, 'o0', '--json']],
    ['campaign', ['seeds', '--to', '2', '--shard', '0/2', '--json', twin]],
    ['matrix', ['matrix', '--times', '1', '--tool', 'clang-thread-safety',
                '--tool', 'tsan-gcc', '--out', join(folder, 'matrix'), '--json',
                twin]],
    ['course', [...workshop, 'list']],
    ['course', [...workshop, 'progress']],
    ['attempt', [...workshop, 'check', 'one_by_one']],
    ['attempt', [...workshop, 'check', 'first_report']],
    ['attempt', [...workshop, 'check', 'nobody_waits']],
  ];
}

async function* examples(folder) {
  for (const name of ['json.txt', 'json_inconclusive.txt']) {
    yield ['run', text_of(root, approved, name)];
  }
  for (const [name, args] of await verbs(folder)) {
    yield [name, await output_of(args)];
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// Blocks while the verbs run.
export async function complaints_about_json() {
  const objects = explained_objects();
  const found = new Set();
  const folder = mkdtempSync(join(tmpdir(), 'racelab-json-'));
  try {
    for await (const [name, text] of examples(folder)) {
      check_value(parsed(text), name, name, objects, found);
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
  for (const [name, {seen}] of objects) {
    if (!seen) found.add(`${name} is explained, and no example has one`);
  }
  return [...found].map((each) => `${page}: ${each}`);
}
