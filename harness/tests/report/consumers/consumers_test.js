// Distributed under the Boost Software License, Version 1.0.

// Racelab's reports, read by the programs that they are for. Of a run they are
// the approved ones, of a log those that the harness at hand writes.
//
//   node consumers_test.js HARNESS REPORT_TESTS_FOLDER

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

import {readTrace} from './speedscope.js';

const require = createRequire(import.meta.url);
const [harness, folder] = process.argv.slice(2);
const twoVisits = path.join(folder, 'logs', 'gcc_two_visits.log');

const approved = (name) =>
    fs.readFileSync(path.join(folder, 'approved', `${name}.txt`), 'utf8');

// What a log can do to a format: every text of it is something else's syntax,
// no UTF-8 or a control character.
function hostileLog() {
  const evil = Buffer.from(
      ']]></failure><script>alert(1)</script>&amp;"\'%0A::error::x\x1b[31m\0');
  const bad = Buffer.concat([evil, Buffer.from([0xff, 0xef, 0xbf, 0xbf])]);
  const name = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'hostile-')),
      'app.log');
  const text = Buffer.concat([
    Buffer.from('==================\n' +
        'WARNING: ThreadSanitizer: data race (pid=1)\n' +
        '  Write of size 8 at 0x7b0400000000 by thread T1:\n    #0 '),
    bad, Buffer.from(' /src/'), bad, Buffer.from('.cpp:3:1 (app+0x1)\n\n' +
        '  Previous read of size 8 at 0x7b0400000000 by main thread:\n' +
        '    #0 main /src/main.cpp:9:2 (app+0x2)\n\n' +
        'SUMMARY: ThreadSanitizer: data race\n==================\n'),
  ]);
  fs.writeFileSync(name, text);
  process.on('exit', () =>
      fs.rmSync(path.dirname(name), {recursive: true, force: true}));
  return name;
}

function report(format, log) {
  const ended = spawnSync(harness, ['report', '--format', format, log]);
  assert.equal(ended.status, 1, String(ended.stderr));
  return ended.stdout.toString('utf8');
}

const hostile = hostileLog();
const ofLogs = (format) => [report(format, twoVisits), report(format, hostile)];

// --- SARIF: the standard's own schema ---------------------------------------

const Ajv = require('ajv');
const ajv = new Ajv({schemaId: 'auto', allErrors: true, format: 'full'});
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
const isSarif = ajv.compile(
    require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

test('SARIF keeps to the schema of 2.1.0', () => {
  for (const text of [approved('sarif'), approved('log_sarif'),
    ...ofLogs('sarif')]) {
    const log = JSON.parse(text);
    assert.ok(isSarif(log), ajv.errorsText(isSarif.errors, {separator: '\n'}));
    for (const each of log.runs[0].results) {
      assert.ok(each.partialFingerprints['racelab/v1']);
      assert.equal(log.runs[0].tool.driver.rules[each.ruleIndex].id,
          each.ruleId);
    }
  }
});

test('the schema refuses what is no SARIF', () => {
  const log = JSON.parse(approved('sarif'));
  log.runs[0].results[0].level = 'fatal';
  assert.ok(!isSarif(log));
});

// --- JUnit: a reader of such files ------------------------------------------

test('JUnit is read with all its suites, cases and verdicts', async () => {
  const {parse} = require('junit2json');
  const count = (all, what) => all.testsuite.flatMap((each) => each.testcase)
      .filter((each) => each[what] !== undefined).length;
  const run = await parse(approved('junit'));
  assert.deepEqual(run.testsuite.map((each) => each.name),
      ['independent_calls', 'dependent_calls']);
  assert.equal(count(run, 'name'), run.tests);
  assert.equal(count(run, 'failure'), run.failures);
  assert.equal(count(run, 'error'), run.errors);
  assert.deepEqual([run.tests, run.failures, run.errors], [6, 3, 1]);
  for (const text of ofLogs('junit')) {
    const log = await parse(text);
    assert.equal(count(log, 'failure'), 1);
    assert.match(log.testsuite[0].testcase[0].failure[0].message,
        /nothing orders the two/);
  }
});

// --- GCC's lines: what Visual Studio Code looks for --------------------------

// The pattern of its problem matcher $gcc.
const gccPattern =
    /^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error):\s+(.*)$/;

test('an editor jumps to each problem', () => {
  const places = (text) => text.split('\n').map((line) => gccPattern.exec(line))
      .filter(Boolean).map((found) => `${found[1]}:${found[2]}`);
  assert.deepEqual(places(approved('log_gcc')), ['/home/me/shop/cart.cpp:12']);
  assert.equal(places(approved('gcc')).length, 8);
  const [race, evil] = ofLogs('gcc');
  assert.equal(places(race).length, 1);
  assert.match(places(race)[0], /\.cpp:\d+$/);
  assert.equal(places(evil).length, 1);
});

// --- GCC's lines: Vim, as it comes -------------------------------------------

// What :cnext visits, without anybody's settings.
function inVim(text) {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'vim-'));
  try {
    fs.writeFileSync(path.join(place, 'lines'), text);
    const ended = spawnSync('vim', ['-es', '-u', 'NONE', '-i', 'NONE', '-N',
      '-c', 'cgetfile lines',
      '-c', 'call writefile([json_encode(map(filter(getqflist(), ' +
        '"v:val.valid"), "[bufname(v:val.bufnr), v:val.lnum, v:val.col, ' +
        'v:val.text]"))], "places")',
      '-c', 'qa!'], {cwd: place, stdio: ['ignore', 'pipe', 'pipe']});
    assert.equal(ended.error, undefined);
    return JSON.parse(fs.readFileSync(path.join(place, 'places'), 'utf8'));
  } finally {
    fs.rmSync(place, {recursive: true, force: true});
  }
}

test('Vim jumps to each place', () => {
  const cart = '/home/me/shop/cart.cpp';
  const places = inVim(approved('log_gcc'));
  assert.deepEqual(places.map((each) => each.slice(0, 3)),
      [[cart, 12, 0], [cart, 17, 0], [cart, 30, 0], [cart, 11, 0]]);
  assert.match(places[0][3], /^ warning: T2 writes/);
  assert.deepEqual(inVim(`${cart}:12:7: warning: a race [data-race]\n`),
      [[cart, 12, 7, ' warning: a race [data-race]']]);
  const [race] = ofLogs('gcc');
  assert.equal(inVim(race).length, race.trimEnd().split('\n').length);
});

// --- The trace: speedscope ---------------------------------------------------

test('the trace opens with a lane for each thread', () => {
  const lanes = readTrace(approved('chrome_trace'));
  assert.equal(lanes.length, 3);
  for (const [number, lane] of lanes.entries()) {
    assert.match(lane.getName(), new RegExp(`thread ${number}`));
    assert.match(lane.getName(), /dependent_calls\/read_before_fetch o3p12t2/);
  }
  const frames = lanes.map((lane) => {
    const names = [];
    lane.forEachFrame((frame) => names.push(frame.name));
    return names.join();
  });
  assert.match(frames[0], /awaits condition/);
  assert.match(frames[1], /order order-1/);
});
