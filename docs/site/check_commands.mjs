// Distributed under the Boost Software License, Version 1.0.
//
// The commands that the README and the pages tell a reader to type, run in a
// folder that looks like a clone. A comment before a block says what is special
// about it:
//
//   <!-- commands: exit 1 -->           that is how each of them ends
//   <!-- commands: exit 0, 1 -->        or each by itself
//   <!-- commands: not run, because … -->

import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync}
    from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {index, twin_names} from './captured.mjs';
import {run} from './child.mjs';
import {lesson_page} from './lesson_page.mjs';
import {docs_folder, root} from './places.mjs';
import {twin_page} from './twin_page.mjs';

const is_command = /^(?:[A-Z_]+=\S+ )*(?:\.\/run_tsan\.sh|diff|cmake)\b/;
const remark = /<!-- commands: (?:exit ([\d, ]+)|not run, because [^>]+) -->/;

// The blocks of code of a text, with their remark: fences, and lines indented
// by four or more as the README has them.
function* blocks_of(text) {
  let [lines, note, fence] = [[], null, null];
  for (const line of [...text.split('\n'), '']) {
    const edge = /^\s*```(\w*)/.exec(line);
    if (edge && fence === null) {
      fence = edge[1];
    } else if (edge) {
      if (fence === 'sh') yield {lines, note};
      [lines, note, fence] = [[], null, null];
    } else if (fence !== null || /^ {4,}\S/.test(line)) {
      lines.push(line.trim());
    } else if (line.trim() !== '' || lines.length > 0) {
      if (lines.length > 0) yield {lines, note};
      [lines, note] = [[], remark.exec(line)];
    }
  }
}

// With lines that end in a backslash made one, and without comments.
function commands_of({lines, note}) {
  const whole = lines.join('\n').replaceAll(/\\\n\s*/g, '').split('\n');
  const ends = note?.[1] ? note[1].split(',').map(Number) : [0];
  return whole.map((line) => line.replace(/\s+# .*$/, '').trim())
      .filter((line) => is_command.test(line))
      .map((line, i) => ({line, exit: ends[i] ?? ends.at(-1),
                          skipped: Boolean(note) && note[1] === undefined}));
}

function pages() {
  const written = readdirSync(docs_folder, {recursive: true}).filter(
      (name) => name.endsWith('.md') && !/node_modules|\[|measured/.test(name));
  return [
    ...['README.md', 'CONTRIBUTING.md'].map(
        (name) => [name, readFileSync(join(root, name), 'utf8')]),
    ...written.map((name) => [`docs/${name}`, readFileSync(
        join(docs_folder, name), 'utf8')]),
    ...index().lessons.map(({name}) => [`lessons/${name}`, lesson_page(name)]),
    ...twin_names().map((name) => [`lessons/${name}`, twin_page(name)]),
  ];
}

// From a command to how it is to end and to the pages that it stands on.
function commands() {
  const all = new Map();
  for (const [page, text] of pages()) {
    for (const {line, exit, skipped} of
         [...blocks_of(text)].flatMap(commands_of)) {
      if (skipped) continue;
      const known = all.get(line) || {exit, pages: []};
      known.pages.push(page);
      all.set(line, known);
    }
  }
  return all;
}

// What the reader is told to have at hand: a clone.
function scratch_folder() {
  const folder = mkdtempSync(join(tmpdir(), 'racelab-commands-'));
  for (const name of readdirSync(root)) {
    if (!name.startsWith('.') && name !== 'docs') {
      symlinkSync(join(root, name), join(folder, name));
    }
  }
  return folder;
}

// And a solution in mine.cpp: a pattern is one of its lesson.
function lay_out_solution(folder, line) {
  const lesson = /mine\.cpp --lesson (\w+)/.exec(line);
  if (lesson) {
    cpSync(join(root, 'patterns', `${lesson[1]}.cpp`),
           join(folder, 'mine.cpp'));
  }
}

async function complaint_about(folder, line, {exit, pages: where}) {
  lay_out_solution(folder, line);
  const end = await run('bash', ['-c', line], {
    cwd: folder, keep: true, environment: {NO_COLOR: '1'}});
  if (end.status === exit) return null;
  const last = end.output.trim().split('\n').slice(-3).join(' / ');
  return `${where[0]}: \`${line}\` ends with status ${end.status}, not ` +
      `${exit}: ${last}`;
}

// Blocks for as long as they run, one after another.
export async function complaints_about_commands(say) {
  const folder = scratch_folder();
  const complaints = [];
  try {
    const all = commands();
    say(`running the ${all.size} commands of the pages`);
    for (const [line, about] of all) {
      complaints.push(await complaint_about(folder, line, about));
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
  return complaints.filter(Boolean);
}
