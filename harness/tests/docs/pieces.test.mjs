// Distributed under the Boost Software License, Version 1.0.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {growth_html, with_growth} from './site/growth.mjs';
import {highlighted} from './site/highlight.mjs';
import {found_by_finding, found_within, rows_of, summary_of,
        where_others_are_better} from './site/matrix.mjs';
import {ticks_of} from './site/plot_svg.mjs';
import {hunks_of, pieces_of, side_by_side} from './site/side_by_side.mjs';
import {bugs_html, figures_html, tally} from './site/speed.mjs';
import {timelines_svg} from './site/timelines.mjs';
import {first_report, report_html} from './site/tsan_text.mjs';
import {listed, raw, title_of, with_code} from './site/words.mjs';

const left = ['// Distributed under the Boost Software License, Version 1.0.',
              '//', '// What it is for.', 'int f() {', '  // WHY: first',
              '  fetch();', '  return read();', '}'];
const right = [...left.slice(0, 4), '  // BUG: too', '  // early',
               '  return read();', '}'];

const keys = (side) => hunks_of(pieces_of(left), pieces_of(right)).map(
    ({changed, rows}) => [changed, rows.map((row) => row[side]?.key ?? null)]);

test('the licence is left out, and a comment’s paragraph is one piece', () => {
  const pieces = pieces_of(right);
  assert.deepEqual(pieces.map((each) => [each.kind, each.key]), [
    ['prose', 'What it is for.'], ['code', 'int f() {'],
    ['prose', 'BUG: too early'], ['code', '  return read();'], ['code', '}']]);
  assert.deepEqual(pieces.map((each) => each.from), [3, 4, 5, 7, 8]);
});

test('what is alike stands beside itself, what differs beside a gap', () => {
  assert.deepEqual(keys(0), [
    [false, ['What it is for.', 'int f() {']],
    [true, ['WHY: first', '  fetch();']],
    [false, ['  return read();', '}']]]);
  assert.deepEqual(keys(1)[1], [true, ['BUG: too early', null]]);
});

test('the lines that findings name are marked, on the right side alone', () => {
  const html = side_by_side(left, right, {titles: ['a', 'b'], named: [7]});
  assert.equal(html.match(/class="right named"/g).length, 1);
  assert.match(html, /class="right named"[^>]*><span class="no">7</);
  assert.doesNotMatch(html, /left[^"]* named/);
});

test('what a source says is no markup', () => {
  const html = side_by_side(['a<b>();'], ['// <script>'], {
    titles: ['', '']});
  assert.doesNotMatch(html, /<b>\(|<script>/);
});

test('a line that takes long keeps its colours', (t) => {
  let now = 0;
  t.mock.method(Date, 'now', () => now += 1000);
  assert.match(highlighted(['return 1;'])[0], /class="k">return</);
});

const text = `noise of the program
==================
WARNING: ThreadSanitizer: data race (pid=4711)
  Write of size 8 at 0x7b04 by thread T1:
    #0 f() ../../antipatterns/x/y.cpp:7 (tsan+0x1)
    #1 g() <null> (libboost_thread.so+0x2)

SUMMARY: ThreadSanitizer: data race y.cpp:7 in f()
==================
WARNING: ThreadSanitizer: data race (pid=4711)
`;

test('of a program’s output the first report alone is shown, without what ' +
     'differs from run to run', () => {
  const lines = first_report(text);
  assert.equal(lines[0], 'WARNING: ThreadSanitizer: data race (pid=…)');
  assert.equal(lines.at(-1),
               'SUMMARY: ThreadSanitizer: data race y.cpp:7 in f()');
  assert.equal(lines[1], '  Write of size 8 at 0x…1 by thread T1:');
  assert.ok(lines.includes('    #0 f() antipatterns/x/y.cpp:7 (tsan+…)'));
});

test('each line of a report that has a meaning tells it', () => {
  const html = report_html(first_report(text), 'antipatterns/x/y.cpp');
  assert.match(html, /title="The access at which[^>]*> {2}Write of size 8/);
  assert.equal(html.match(/class="t mine"/g).length, 2);
});

const timeline = (spans, end) => ({
  threads: 2, end, ending: '', token: 'o0', circumstances: '', spans});
const call = {kind: 'call', thread: 1, begin: '10', end: '20', ended: true,
              failed: false, words: 'order order-1'};

test('two timelines share one axis', () => {
  const svg = timelines_svg([
    {title: 'A', timeline: timeline([call], '40')},
    {title: 'B', timeline: timeline([{...call, begin: '20', end: '40'}],
                                    '40')}]);
  const [a, b] = [...svg.matchAll(/<rect x="(\d+)"[^>]* width="(\d+)"/g)]
      .map((found) => [Number(found[1]), Number(found[2])]);
  assert.equal(a[0] + a[1], b[0]);
  assert.equal(b[1], 2 * a[1]);
  assert.match(svg, /aria-label="A: order in thread 1 from 10 to 20 ms/);
});

test('a call that never ends says so', () => {
  const svg = timelines_svg([{title: 'A', timeline: timeline(
      [{...call, ended: false}], '20')}]);
  assert.match(svg, /class="call never"/);
  assert.match(svg, /never ends/);
});

test('words are put together as people do', () => {
  assert.equal(title_of('read_before_fetch'), 'Read before fetch');
  assert.equal(listed(['1', '2', '3']), '1, 2 and 3');
  assert.equal(with_code('a `b<c>` d'), 'a <code>b&lt;c&gt;</code> d');
});

test('no empty line ends a block of HTML early', () => {
  assert.doesNotMatch(raw('<p>a</p>\n\n<p>b</p>').trim(), /\n\s*\n/);
});

// A matrix of three tools, of which Racelab is the last. A cell is written as
// its state, whether its line is right, and runs that found it, of all runs,
// within once and ten times the time.
const tools = ['text', 'program', 'judge'].map((kind) => ({
  name: kind, title: `The ${kind}`, kind, found: 0}));
const cell = ([state, right_line, ...measured]) => ({
  state, right_line, measured: measured.map(([found, runs], i) => ({
    times: i === 0 ? 1 : 10, found, runs, seconds: 1}))});
const silent = ['silent', null, [0, 1], [0, 10]];
const seen = ['found', true, [1, 1]];
const subject = (variant, expected, ...cells) => ({
  lesson: 'a_lesson', variant, expected, racelab_seconds: 2,
  kind: variant === 'pattern' ? 'pattern' : 'antipattern',
  cells: cells.map(cell)});

function matrix_of(...subjects) {
  return {times: [1, 10], subjects, tools: tools.map((each, i) => ({
    ...each, found: subjects.filter(
        ({cells}) => cells[i].state === 'found').length}))};
}

const matrix = matrix_of(
    subject('pattern', [], silent, ['false_alarm', false, [1, 2], [3, 20]],
            silent),
    subject('late', ['hang'], silent, ['found', true, [0, 1], [3, 9]], seen),
    subject('missed', ['hang', 'crash'], seen, silent, silent),
    subject('unseen', ['crash'], silent, silent, silent),
    subject('misplaced', ['crash'], silent, ['found', true, [1, 1], [4, 4]],
            ['found', false, [1, 1]]),
    subject('alone', ['hang'], silent, silent, seen));

test('what a tool finds in ten times the time is not what it finds in once',
     () => assert.deepEqual(found_within(matrix, 1), [1, 2]));

test('a row of the matrix leads to its page, and counts all runs', () => {
  const [pattern, late] = rows_of(matrix, new Map([['a_lesson', 'A title']]));
  assert.equal(pattern.link, '/lessons/a_lesson');
  assert.equal(late.link, '/lessons/a_lesson/late');
  assert.equal(late.lesson_title, 'A title');
  assert.deepEqual(late.cells[1],
                   {state: 'found', right: true, found: 3, runs: 10});
  assert.deepEqual(late.cells[2], {state: 'found', right: true});
});

test('where another tool is better than Racelab is said, and in what', () => {
  const text = {name: 'a_lesson/missed', tools: ['The text']};
  assert.deepEqual(where_others_are_better(matrix), {
    found: [text], sooner: [text],
    right_line: [{name: 'a_lesson/misplaced', tools: ['The program']}]});
});

test('who finds how much is counted in twins alone', () => {
  const {racelab, best, ...counts} = summary_of(matrix);
  assert.equal(racelab.name, 'judge');
  assert.deepEqual(best, ['The program']);
  assert.deepEqual(counts, {twins: 5, patterns: 1, others: 3, only_others: 1,
                            only_racelab: 1, nobody: 1, most: 2});
});

test('of each finding it is counted who finds the twins that are to show it',
     () => assert.deepEqual(found_by_finding(matrix), [
       {id: 'crash', twins: 3, found: [1, 1, 1]},
       {id: 'hang', twins: 3, found: [1, 1, 2]}]));

const point = (series, count, seconds, spread = 0) => ({
  series, size: count, count, seconds, low: seconds * (1 - spread),
  high: seconds * (1 + spread), peak_kib: 1000 + count, rounds: 3, load: 1,
  day: '2026-11-28'});

test('cost that grows as a square is worse than linear', () => {
  const [first, second, third] = with_growth(
      [point('a', 10, 1), point('a', 100, 10), point('a', 1000, 1000)]);
  assert.equal(first.power, undefined);
  assert.deepEqual([second.power, second.worse], [1, false]);
  assert.deepEqual([third.power, third.worse], [2, true]);
});

test('cost that may be linear within its spread is not called worse', () => {
  const [, second] = with_growth(
      [point('a', 10, 1, 0.5), point('a', 100, 20, 0.5)]);
  assert.ok(second.power > 1.2);
  assert.equal(second.worse, false);
});

test('a series does not grow out of the one before it', () => {
  const [, second] = with_growth([point('a', 10, 1), point('b', 100, 99)]);
  assert.equal(second.power, undefined);
});

test('what all take together is no cost of each', () => {
  const [only] = with_growth([point('a', 10, 0.03)], 0.01);
  assert.ok(Math.abs(only.each - 0.002) < 1e-9, `${only.each}`);
});

const machine = {processor: 'P', processors: 2, compiler: 'g++', load: 1};

test('a plot of growth has its numbers in words, and no style or script', () => {
  const html = growth_html({tables: {tasks: {machine, commit: 'abc', points: [
    point('a', 10, 1), point('a', 100, 10), point('a', 1000, 1000)]}}}, 'tasks');
  assert.match(html, /aria-label="Time for each task[^"]*1,000: 1.00 s"/);
  assert.match(html, /<strong class="worse">2.00, worse than linear/);
  assert.doesNotMatch(html, /<(?:style|script)/);
  assert.doesNotMatch(html, /#[0-9a-f]{3,6}\b|NaN|Infinity|undefined/);
});

test('what was not measured says what measures it', () => {
  assert.match(growth_html({tables: {}}, 'tasks'),
               /Not measured yet: <code>harness.measure.growth.sh tasks</);
});

const figure = (name, ratio, state, more = {}) => ({
  name, about: `about ${name}`, peer: 'Go', ratio, low: ratio, high: ratio,
  goal: 0.5, goal_is: 'at most', state, unit: 's', ours: 1, theirs: 2,
  theirs_at_least: false, why: null, ...more});

test('a missed goal is shown as missed, and where it is', () => {
  const html = figures_html({machine, figures: [
    figure('a', 0.25, 'met'), figure('b', 1, 'missed'),
    figure('c', 40, 'met', {goal: 20, goal_is: 'at least', unit: '1/s'})]});
  assert.match(html, /aria-label="[^"]*a: 0.500, met. b: 2.00, missed. c: 0.500/);
  assert.match(html, /≤ 0.5<.td><td><span[^>]*>✗ missed/);
  assert.match(html, /≥ 20<.td><td><span[^>]*>✓ met/);
});

test('a figure that was not run says why', () => {
  const html = figures_html({machine, figures: [
    figure('a', 1, 'missed'), figure('b', null, 'not run', {
      low: null, high: null, ours: null, theirs: null, why: 'no <go>'})]});
  assert.match(html, /not run<.span>: no &lt;go&gt;/);
  assert.doesNotMatch(html, /NaN|null/);
});

test('of the twins’ bugs those are named at which Racelab was not first', () => {
  const figures = [figure('bug/l/x', 0.3, 'met', {theirs_at_least: true}),
                   figure('bug/l/y', 3, 'missed')];
  const html = bugs_html({figures});
  assert.match(html, /Go<.th><td>2<.td><td>1<.td><td>1<.td>/);
  assert.match(html, /<code>l\/y<.code>/);
  assert.doesNotMatch(html, /l\/x/);
  assert.equal(tally({figures}), '1 met, 1 missed, 0 not decided, 0 not run');
});

test('ticks reach around all values, and stand closer if these are few', () => {
  assert.deepEqual(ticks_of([3, 40], 10), [1, 2, 5, 10, 20, 50, 100]);
  assert.deepEqual(ticks_of([0.1, 5000], 10), [0.1, 1, 10, 100, 1000, 10000]);
  assert.deepEqual(ticks_of([1000], 10), [1000, 2000, 5000, 10000]);
});
