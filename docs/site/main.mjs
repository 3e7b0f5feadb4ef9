// Distributed under the Boost Software License, Version 1.0.
//
// ./run_tsan.sh docs: captures what the pages show, builds the site, and serves
// it, leaves it in a folder, or checks it. Needs nothing but Node until npm has
// installed the rest.
//
// RACELAB and RACELAB_BUILD: the harness and its build directory.

import {randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync,
        writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {ended_by, run, told_to_stop} from './child.mjs';
import {docs_folder} from './places.mjs';

const usage = `Usage: ./run_tsan.sh docs [OPTION...]

Builds the side-by-side documentation from the sources and from what their runs
show, and serves it on this machine until Ctrl-C.

  --out DIR    leave the site in DIR instead, for any static host
  --base PATH  where it will be below its host, "/racelab/" (default "/")
  --port N     where to serve it (default 5173, or else any that is free)
  --check      instead: build, and fail on a broken link or anchor, a subject
               without a page, a picture without words, stale evidence, a field
               of the JSON that is not explained, or a command in a page or a
               README that does not run

Exit status: 0 done, 1 --check found something, 3 it could not be built, 64
usage.
`;

class usage_error extends Error {}

const status = {good: 0, found: 1, inconclusive: 3, usage: 64};
const marker = '.racelab-docs';
const build = process.env.RACELAB_BUILD;

function say(words) {
  process.stderr.write(`racelab: ${words}\n`);
}

function read_arguments(args) {
  const options = {out: {type: 'string'}, base: {type: 'string'},
                   port: {type: 'string'}, check: {type: 'boolean'},
                   help: {type: 'boolean', short: 'h'}};
  let values;
  try {
    ({values} = parseArgs({args, options}));
  } catch (error) {
    throw new usage_error(error.message.split('. ')[0]);
  }
  if (values.base && !/^\/(.*\/)?$/.test(values.base)) {
    throw new usage_error(`--base ${values.base}: it begins and ends with a /`);
  }
  if (values.port && !/^\d{1,5}$/.test(values.port)) {
    throw new usage_error(`--port ${values.port}: it is no port`);
  }
  if (values.check && values.out) {
    throw new usage_error('--check and --out are not for one call');
  }
  return values;
}

// Only a folder of ours is replaced.
function check_free(folder) {
  if (!existsSync(folder) || existsSync(join(folder, marker))) return;
  let entries;
  try {
    entries = readdirSync(folder);
  } catch {
    throw new usage_error(`--out ${folder}: it is no folder`);
  }
  if (entries.length > 0) {
    throw new usage_error(`--out ${folder}: it holds something else than ` +
        'Racelab’s documentation; choose another folder, or empty it');
  }
}

async function must_run(what, command, args, options) {
  const end = await run(command, args, options);
  if (end.status !== 0) {
    if (end.output) process.stderr.write(`${end.output.trimEnd()}\n`);
    throw new Error(`${what} failed`);
  }
}

// Again only if what is wanted has changed.
async function install_packages() {
  const wanted = readFileSync(join(docs_folder, 'package-lock.json'), 'utf8');
  const stamp = join(docs_folder, 'node_modules', '.racelab-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing what the pages are made with (npm)');
  await must_run('npm ci', 'npm', ['ci', '--ignore-scripts', '--no-audit',
                                   '--no-fund', '--loglevel=error'],
                 {cwd: docs_folder, keep: true});
  writeFileSync(stamp, wanted);
}

async function capture(folder) {
  await must_run('capturing what the subjects show', process.env.RACELAB,
                 ['capture', '--out', folder]);
}

async function make_site(folder, base, captured) {
  say('building the pages');
  process.env.RACELAB_CAPTURED = captured;
  process.env.RACELAB_DOCS_OUT = folder;
  process.env.RACELAB_DOCS_BASE = base;
  process.env.RACELAB_DOCS_CACHE = join(build, 'docs-cache');
  await must_run('the site’s build', process.execPath,
                 [join(docs_folder, 'node_modules/vitepress/bin/vitepress.js'),
                  'build'], {cwd: docs_folder, keep: true});
  writeFileSync(join(folder, marker), '');
}

// Beside its place, so that nobody ever sees half a site.
async function build_site(folder, base) {
  const captured = join(build, 'captured');
  await install_packages();
  await capture(captured);
  mkdirSync(dirname(folder), {recursive: true});
  const fresh = `${folder}.${randomBytes(4).toString('hex')}`;
  try {
    await make_site(fresh, base, captured);
    rmSync(folder, {recursive: true, force: true});
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, {recursive: true, force: true});
  }
}

async function check(folder, base) {
  const {complaints_about_pages} = await import('./check_pages.mjs');
  const {complaints_about_commands} = await import('./check_commands.mjs');
  const {complaints_about_json} = await import('./check_json.mjs');
  const complaints = complaints_about_pages(folder, base);
  complaints.push(...await complaints_about_json());
  complaints.push(...await complaints_about_commands(say));
  for (const each of complaints) say(each);
  say(complaints.length === 0 ? 'the documentation is true as far as this ' +
      'can tell' : `${complaints.length} things are wrong`);
  return complaints.length === 0 ? status.good : status.found;
}

async function serve(folder, base, port) {
  const {serve_folder} = await import('./serve.mjs');
  const address = await serve_folder(folder, base, port);
  process.stdout.write(`Racelab’s documentation: ${address}\n` +
      'Ctrl-C ends it.\n');
  await told_to_stop;
  return status.good;
}

async function main(args) {
  const wanted = read_arguments(args);
  if (wanted.help) {
    process.stdout.write(usage);
    return status.good;
  }
  const base = wanted.base || '/';
  const folder = wanted.out ? resolve(wanted.out) : join(build, 'docs');
  check_free(folder);
  await build_site(folder, base);
  if (wanted.check) return check(folder, base);
  if (wanted.out) {
    process.stdout.write(`Racelab’s documentation is in ${folder}\n`);
    return status.good;
  }
  return serve(folder, base, wanted.port ? Number(wanted.port) : null);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error.message);
  process.exitCode = error instanceof usage_error ? status.usage :
      status.inconclusive;
}
const signal = ended_by();
if (signal) process.exitCode = 128 + signal;
process.exit();
