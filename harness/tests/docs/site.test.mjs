// Distributed under the Boost Software License, Version 1.0.
//
// The documentation in a browser, below a path of its host: found by search,
// read side by side, stepped through by keyboard, on a phone and on a wide
// screen.

import assert from 'node:assert/strict';
import {existsSync, readFileSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {extname, join} from 'node:path';
import {after, before, test} from 'node:test';
import {chromium} from 'playwright-core';

const folder = join(process.cwd(), 'site');
const base = '/racelab/';
const axe = readFileSync(
    createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const patience = 300000;  // ms; the machine may be busy with other things
const twin = 'lessons/dependent_calls/read_before_fetch.html';
const types = {'.html': 'text/html', '.js': 'text/javascript',
               '.css': 'text/css', '.json': 'application/json',
               '.svg': 'image/svg+xml'};
let browser;
let server;
let origin;

// As the plainest of static hosts does.
function answer(request, response) {
  const path = decodeURIComponent(request.url.split('?')[0]);
  let file = join(folder, path.slice(base.length - 1));
  if (existsSync(file) && statSync(file).isDirectory()) {
    file = join(file, 'index.html');
  }
  if (!path.startsWith(base) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': types[extname(file)] || 'application/octet-stream'});
  response.end(readFileSync(file));
}

before(async () => {
  server = createServer(answer);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({executablePath: process.env.CHROMIUM,
                                   timeout: patience});
});

after(async () => {
  await browser?.close();
  server?.close();
});

// Opens a page; whatever it complains of, and whatever it asks of another host
// or in vain, is a failure.
async function open(t, path, {width = 1440, scheme = 'light'} = {}) {
  const context = await browser.newContext({
    viewport: {width, height: 900}, colorScheme: scheme});
  context.setDefaultTimeout(patience);
  const complaints = [];
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) &&
        !request.url().startsWith('data:')) complaints.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(response.url());
  });
  await page.goto(origin + base + path, {waitUntil: 'networkidle'});
  // This has its name once the page has come to life. The API's pages, whose
  // header is all their own, have no life.
  await page.locator('.VPSwitchAppearance[title*=theme], body > header').first()
      .waitFor({state: 'attached'});
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  return page;
}

// What axe, which the page has been given, complains of.
async function violations(page) {
  const result = await page.evaluate(() => globalThis.axe.run());
  return result.violations.map((each) => `${each.id}: ` +
      each.nodes.slice(0, 3).map((node) => node.html).join(' '));
}

const stepper = async (page) => {
  const found = page.locator('.evidence[data-loaded=true] .stepper');
  await found.waitFor();
  return found;
};

test('search finds a twin, and Enter goes there', async (t) => {
  const page = await open(t, '');
  await page.keyboard.press('Control+k');
  await page.locator('.VPLocalSearchBox input').fill('notify without lock');
  await page.locator('.VPLocalSearchBox .result',
                     {hasText: 'Notify without lock'}).first().waitFor();
  await page.locator('.VPLocalSearchBox .result.selected',
                     {hasText: 'Notify without lock'}).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/lessons\/graceful_shutdown\/notify_without_lock/);
});

test('on a wide screen equal lines stand beside each other', async (t) => {
  const page = await open(t, twin);
  const tops = await page.locator('.twins .row').evaluateAll(
      (rows) => rows.map((row) => [...row.children].map(
          (cell) => [cell.getBoundingClientRect().top,
                     cell.getBoundingClientRect().left])));
  assert.ok(tops.length > 20, `${tops.length} rows`);
  for (const [[left_top, left], [right_top, right]] of tops) {
    assert.equal(left_top, right_top);
    assert.ok(left < right);
  }
});

test('on a phone the versions are stacked, and the page does not scroll ' +
     'sideways', async (t) => {
  const page = await open(t, twin, {width: 390});
  assert.equal(await page.evaluate(
      () => document.documentElement.scrollWidth), 390);
  const tops = await page.locator('.twins .hunk.changed').evaluateAll(
      (hunks) => hunks.map((hunk) => ['.left', '.right'].map((side) =>
          [...hunk.querySelectorAll(side)].map(
              (cell) => cell.getBoundingClientRect())
              .filter((box) => box.height > 0).map((box) => box.top))));
  const whole = tops.filter(([left, right]) => left.length && right.length);
  for (const [left, right] of whole) {
    assert.ok(Math.max(...left) < Math.min(...right));
  }
  const same = page.locator('.twins .hunk:not(.changed) .left');
  assert.equal(await same.first().isVisible(), false);
});

test('plots of what was measured fit a phone and a wide screen', async (t) => {
  for (const [width, kind] of [[390, 'narrow'], [1440, 'wide']]) {
    const page = await open(t, 'reference/speed.html', {width});
    const shown = page.locator('.measured .plot:visible');
    assert.ok(await shown.count() > 0);
    assert.equal(await page.locator(`.${kind}-plot .plot:visible`).count(), 1);
    for (const plot of await shown.all()) {
      const {x, width: across} = await plot.boundingBox();
      assert.ok(x >= 0 && x + across <= width, `${x} ${across}`);
    }
  }
});

test('a keyboard steps through a schedule, to its end and back', async (t) => {
  const page = await open(t, twin);
  const steps = await stepper(page);
  await steps.focus();
  await page.keyboard.press('Home');
  const words = () => steps.locator('.step-words').innerText();
  const first = await words();
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await words(), first);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await words(), first);
  await page.keyboard.press('End');
  assert.match(await steps.locator('.step-position').innerText(),
               /Step (\d+) of \1/);
});

test('both reports and both timelines are there', async (t) => {
  const page = await open(t, twin);
  assert.match(await page.locator('.tsan').innerText(),
               /WARNING: ThreadSanitizer: data race[\s\S]*read_before_fetch.cpp:27/);
  assert.match(await page.locator('.annotated').innerText(),
               /^read-before-fetch/);
  assert.ok(await page.locator('.on-one-axis .call rect').count() >= 4);
});

test('where ThreadSanitizer is silent, the page says so', async (t) => {
  const page = await open(
      t, 'lessons/dependent_calls/locked_read_before_fetch.html');
  assert.match(await page.locator('.reports').innerText(),
               /ThreadSanitizer is silent/);
  assert.equal(await page.locator('.tsan').count(), 0);
});

test('a deep link leads to its section', async (t) => {
  const page = await open(t, `${twin}#both-in-time`);
  await stepper(page);
  // The picture comes to rest; if it never does, this does not end well.
  await page.waitForFunction(() => {
    const {top} = document.getElementById('both-in-time')
        .getBoundingClientRect();
    return top >= 50 && top < 450;
  });
});

test('the lessons are narrowed to the twins that show a finding', async (t) => {
  const page = await open(t, 'lessons/index.html');
  const cards = page.locator('.twin-cards li');
  const all = await cards.count();
  await page.getByLabel('Twins that show').selectOption('hang');
  await page.waitForFunction((before) => document.querySelectorAll(
      '.twin-cards li').length < before, all);
  const shown = await cards.count();
  assert.equal(await cards.filter({has: page.locator(
      'code', {hasText: /^hang$/})}).count(), shown);
  assert.match(await page.locator('[role=status]').innerText(),
               new RegExp(`^${shown} twins in `));
});

test('a finding leads to a twin that shows it', async (t) => {
  const page = await open(t, 'reference/findings.html#read-before-fetch');
  await page.locator('#read-before-fetch ~ p a', {hasText:
      'Dependent calls: read before fetch'}).first().click();
  await page.waitForURL(/dependent_calls\/read_before_fetch/);
});

const matrix = 'other_tools.html';
const column = (page, tool) => page.locator('.heat thead button').evaluateAll(
    (all, name) => all.findIndex((each) => each.innerText === name), tool);

test('the matrix is sorted by what a tool finds, and back, by keyboard',
     async (t) => {
  const page = await open(t, matrix);
  const names = () => page.locator('.heat tbody th').allInnerTexts();
  const catalogue = await names();
  const header = page.locator('.heat thead button', {hasText: 'tsan-gcc'});
  await header.focus();
  await page.keyboard.press('Enter');
  await page.locator('.heat thead th[aria-sort=descending]',
                     {hasText: 'tsan-gcc'}).waitFor();
  const cells = page.locator(
      `.heat tbody td:nth-child(${await column(page, 'tsan-gcc') + 1})`);
  const found = await cells.evaluateAll(
      (all) => all.map((cell) => cell.classList.contains('found')));
  assert.ok(found[0]);
  assert.ok(!found.at(-1));
  assert.equal(found.lastIndexOf(true) + 1, found.indexOf(false));
  await page.keyboard.press('Enter');
  await page.locator('.heat thead th[aria-sort=ascending]',
                     {hasText: 'Subject'}).waitFor();
  assert.deepEqual(await names(), catalogue);
});

test('the matrix is narrowed to those who find it', async (t) => {
  const page = await open(t, matrix);
  const rows = page.locator('.heat tbody tr');
  const all = await rows.count();
  await page.getByLabel('found by').selectOption('Racelab alone');
  await page.waitForFunction((before) => document.querySelectorAll(
      '.heat tbody tr').length < before, all);
  assert.equal(await rows.count(),
               await page.locator('.heat td:last-child.found').count());
  assert.equal(await page.locator('.heat td.found:not(:last-child)').count(),
               0);
  assert.match(await page.locator('.choose-finding [role=status]').innerText(),
               new RegExp(`^${await rows.count()} subject`));
  await page.getByLabel('found by').selectOption('anybody or nobody');
  await page.getByLabel('Show', {exact: true}).selectOption('patterns');
  await page.waitForFunction(() => !document.querySelector('.heat td.found'));
  assert.ok(await rows.count() > 0);
});

test('a cell of the matrix is opened by keyboard, says what the tool said, ' +
     'and is closed', async (t) => {
  const page = await open(t, matrix);
  const first = page.locator('.heat td button[tabindex="0"]');
  await first.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const focused = page.locator('.heat tr:first-child td:last-child button');
  await focused.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  const cell = page.getByRole('dialog');
  await cell.locator('pre').waitFor();
  assert.match(await cell.innerText(), /^.*Racelab on /m);
  assert.match(await cell.locator('.named-line').innerText(),
               /\.cpp:\d+, a line that is (not )?to blame/);
  const raw = await cell.getByRole('link', {name: 'All that it wrote'})
      .getAttribute('href');
  assert.ok((await page.request.get(origin + raw)).ok());
  await page.evaluate(axe);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await cell.waitFor({state: 'detached'});
  await focused.and(page.locator(':focus')).waitFor();
});

test('on a phone the matrix scrolls in its box, with its names in sight',
     async (t) => {
  const page = await open(t, matrix, {width: 390});
  assert.equal(await page.evaluate(
      () => document.documentElement.scrollWidth), 390);
  const name = page.locator('.heat tbody th').first();
  const before = (await name.boundingBox()).x;
  await page.locator('.heat-box').evaluate((box) => { box.scrollLeft = 9999; });
  assert.equal((await name.boundingBox()).x, before);
  const last = await page.locator('.heat tbody tr').first().locator('td').last()
      .boundingBox();
  assert.ok(last.x + last.width <= 390);
});

test('the API has the contracts, and nothing private', async (t) => {
  const page = await open(t, 'api/index.html');
  await page.getByRole('link', {name: 'errgroup.hpp'}).click();
  await page.getByRole('link', {name: 'racelab::errgroup'}).first().click();
  await page.getByRole('link', {name: 'set_limit'}).first().waitFor();
  assert.match(await page.locator('main').innerText(),
               /tasks are not ordered among themselves/);
  assert.doesNotMatch(await page.locator('main').innerText(), /vacate/);
});

test('the API is as dark as the rest of the site', async (t) => {
  const page = await open(t, 'api/index.html', {scheme: 'dark'});
  const colour = () => page.evaluate(
      () => getComputedStyle(document.body).backgroundColor);
  const dark = await colour();
  await page.evaluate(
      () => localStorage.setItem('vitepress-theme-appearance', 'light'));
  await page.reload();
  assert.notEqual(await colour(), dark);
});

const templates = ['', 'start.html', 'lessons/index.html',
                   'lessons/dependent_calls.html', twin,
                   'guides/give_a_workshop.html', 'guides/judge_your_own.html',
                   'other_tools.html', 'concepts/schedules.html',
                   'concepts/reading_a_report.html',
                   'reference/findings.html', 'reference/glossary.html',
                   'reference/versions.html', 'reference/json.html',
                   'reference/speed.html',
                   'api/context_8hpp.html'];

for (const path of templates) {
  for (const [width, scheme] of [[1440, 'light'], [390, 'dark']]) {
    test(`axe has nothing to say about ${path || 'the home page'}, ` +
         `${width} ${scheme}`, async (t) => {
      const page = await open(t, path, {width, scheme});
      if (path === twin) await stepper(page);
      await page.evaluate(axe);
      assert.deepEqual(await violations(page), []);
    });
  }
}
