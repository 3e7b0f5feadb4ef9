// Distributed under the Boost Software License, Version 1.0.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {highlighted} from './site/highlight.mjs';
import {hunks_of, pieces_of, side_by_side} from './site/side_by_side.mjs';
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
