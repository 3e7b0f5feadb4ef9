// Distributed under the Boost Software License, Version 1.0.
//
// The programs of docs/programs/, built and run: those in tsan/ with
// ThreadSanitizer, those in plain/ without. What they print is kept beside what
// `racelab capture` wrote, for as long as neither source nor compiler change.

import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync,
        writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {capture_folder} from './captured.mjs';
import {normalised} from './normalised.mjs';
import {root} from './places.mjs';

const compiler = process.env.CXX || 'g++';
const flags = {
  tsan: ['-std=c++20', '-g', '-fsanitize=thread'],
  plain: ['-std=c++20', '-O2', '-pthread'],
};
const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Wshadow', '-Wconversion',
                  '-Werror'];

// ThreadSanitizer's own, of a program that it has reported something of.
export const status_with_reports = 66;

const patience_ms = 120_000;

export function source_of(name) {
  return `docs/programs/${name}.cpp`;
}

// What a reader types.
export function command_of(name, words) {
  const set = flags[dirname(name)];
  if (!set) {
    throw new Error(`${source_of(name)}: programs are in tsan/ or in plain/`);
  }
  return [compiler, ...set, source_of(name), '&&', './a.out', ...words]
      .join(' ');
}

function must_end(what, command, args, options) {
  const end = spawnSync(command, args, {
    encoding: 'utf8', timeout: patience_ms, killSignal: 'SIGKILL', ...options});
  if (end.error?.code === 'ETIMEDOUT') {
    throw new Error(`${what}: no end after ${patience_ms / 1000} s`);
  }
  if (end.error) throw new Error(`${what}: ${end.error.message}`);
  if (end.signal) throw new Error(`${what}: ended by ${end.signal}`);
  return end;
}

// ThreadSanitizer does not start where too many bits of addresses are random.
// Where a container forbids the cure, there may be nothing to be cured.
function not_randomised() {
  const cure = ['setarch', '-R'];
  const [command, ...args] = [...cure, 'true'];
  return spawnSync(command, args).status === 0 ? cure : [];
}

function built_and_run(name, words) {
  const source = source_of(name);
  const folder = mkdtempSync(join(tmpdir(), 'racelab-program-'));
  try {
    const program = join(folder, 'a.out');
    const build = must_end(`building ${source}`, compiler, [
      ...flags[dirname(name)], ...warnings, source, '-o', program],
      {cwd: root});
    if (build.status !== 0) {
      throw new Error(`${source} does not compile with ${compiler}:\n` +
          build.stderr);
    }
    const [command, ...args] = [...not_randomised(), program, ...words];
    const end = must_end(`running ${source}`, command, args, {
      env: {...process.env, TSAN_OPTIONS: ''}});
    const output = end.stdout + end.stderr;
    if (![0, status_with_reports].includes(end.status) ||
        /FATAL: ThreadSanitizer/.test(output)) {
      throw new Error(`${source} ends with status ${end.status}:\n${output}`);
    }
    return {status: end.status, output};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

let version = null;

function compiler_version() {
  version ??= must_end(compiler, compiler, ['--version']).stdout;
  return version;
}

// Of all that the result depends on.
function key_of(name, words) {
  const own = readFileSync(new URL(import.meta.url), 'utf8');
  return createHash('sha256').update(JSON.stringify([
    readFileSync(join(root, source_of(name)), 'utf8'), words, compiler,
    compiler_version(), own])).digest('hex');
}

function kept(file, key) {
  try {
    const known = JSON.parse(readFileSync(file, 'utf8'));
    return known.key === key ? known : null;
  } catch {
    return null;  // not yet run
  }
}

// Whole or not at all: several builds may share the folder.
function keep(file, result) {
  mkdirSync(dirname(file), {recursive: true});
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(result));
  renameSync(fresh, file);
}

// {status, output} of the program `name` ("tsan/lost_update") with `words` as
// its arguments. Blocks until it is built and has ended, unless that is known.
// Throws if it does not compile without warnings, or ends otherwise than by
// itself.
export function result_of(name, words) {
  const file = join(capture_folder, 'programs', dirname(name),
                    `${[basename(name), ...words].join('.')}.json`);
  const key = key_of(name, words);
  let result = kept(file, key);
  if (result === null) {
    result = {key, ...built_and_run(name, words)};
    keep(file, result);
  }
  return {status: result.status, output: normalised(result.output)};
}
