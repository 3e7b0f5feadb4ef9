// Distributed under the Boost Software License, Version 1.0.
//
// The pages in a browser, as somebody uses them: with a mouse, with a keyboard
// alone, with a screen reader's eyes, on a phone and on a wide screen.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {chromium} from 'playwright-core';
import {write_class_pages} from './sample_classes.mjs';
import {write_log_pages} from './sample_logs.mjs';

const folder = process.cwd();
const axe = readFileSync(
    createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const race = '#dependent_calls%2Fread_before_fetch';
const patience = 300000;  // ms; the machine may be busy with other things
let browser;

before(async () => {
  write_log_pages(process.env.RACELAB, folder);
  write_class_pages(process.env.RACELAB, folder);
  browser = await chromium.launch({executablePath: process.env.CHROMIUM,
                                   timeout: patience});
});

after(() => browser?.close());

// Opens a page; whatever it complains of or asks of the network is a failure.
async function open(t, file, {width = 1280, scheme = 'light', hash = '',
                              expected = '\n'} = {}) {
  const context = await browser.newContext(
      {viewport: {width, height: 900}, colorScheme: scheme});
  context.setDefaultTimeout(patience);
  const complaints = [];
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('request', (request) => {
    if (request.resourceType() !== 'document') complaints.push(request.url());
  });
  await page.goto(`file://${join(folder, file)}${hash}`);
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints.filter((each) => !each.includes(expected)), []);
  });
  return page;
}

// What was scrolled has been told of it after the next frame.
const painted = (page) => page.evaluate(() => new Promise(
    (done) => requestAnimationFrame(() => requestAnimationFrame(done))));

const step_words = (page) => page.locator('.step-words').first().innerText();

test('a schedule is stepped through to its end and back again', async (t) => {
  const page = await open(t, 'run.html', {hash: race});
  const press = (name) => page.getByRole('button', {name, exact: true}).click();
  await press('First');
  const forwards = [await step_words(page)];
  const position = page.locator('.step-position');
  const steps = Number(/of (\d+)/.exec(await position.innerText())[1]);
  for (let i = 1; i < steps; i += 1) {
    await press('Next');
    forwards.push(await step_words(page));
  }
  assert.ok(steps > 8, `${steps} steps`);
  assert.equal(new Set(forwards).size, steps);
  assert.match(forwards.join('\n'), /Thread 2 reads 8 bytes, line 17; thread 1/);
  assert.equal(await page.getByRole('button', {name: 'Next', exact: true})
      .getAttribute('aria-disabled'), 'true');
  const backwards = [await step_words(page)];
  for (let i = 1; i < steps; i += 1) {
    await press('Back');
    backwards.push(await step_words(page));
  }
  assert.deepEqual(backwards.reverse(), forwards);
});

test('the source shows the line of each thread at each step', async (t) => {
  const page = await open(t, 'run.html', {hash: race});
  const line_of = (thread) => page.locator('.stepped .line', {
    has: page.locator(`.thread-sign[title="thread ${thread}"]`)})
      .locator('.number').innerText();
  await page.getByRole('button', {name: 'To what goes wrong'}).click();
  assert.match(await step_words(page), /Thread 2 reads/);
  assert.equal(await line_of(2), '17');
  assert.equal(await line_of(1), '13');
  await page.getByRole('button', {name: 'First', exact: true}).click();
  assert.equal(await page.locator('.thread-sign').count(), 0);
});

test('the rows, the timeline and the graph tell of the race', async (t) => {
  const page = await open(t, 'run.html', {hash: race});
  await page.locator('.trace .marked').click();
  assert.match(await step_words(page), /Thread 2 reads/);
  assert.equal(await page.locator('.trace [aria-current=step]').count(), 1);
  assert.equal(await page.locator('.timeline .race path').count(), 2);
  assert.ok(await page.locator('.timeline .span.call').count() > 0);
  assert.equal(await page.locator('.graph .access').count(), 2);
  assert.equal(await page.locator('.graph .missing-edge line').count(), 1);
  assert.match(await page.locator('.order-graph').innerText(),
               /nothing leads from “thread 1 had written 8 bytes, line 13”/);
});

test('what seldom matters can be shown as well', async (t) => {
  const page = await open(t, 'run.html', {hash: race});
  const rows = page.locator('.trace tbody tr');
  const few = await rows.count();
  await page.getByRole('checkbox').check();
  assert.ok(await rows.count() > few);
  await page.getByRole('checkbox').uncheck();
  assert.equal(await rows.count(), few);
});

test('a keyboard alone chooses a subject and steps through it', async (t) => {
  const page = await open(t, 'run.html');
  const focus_is = (selector) => page.evaluate(
      (wanted) => document.activeElement.matches(wanted), selector);
  const tab_to = async (selector) => {
    for (let i = 0; i < 60 && !await focus_is(selector); i += 1) {
      await page.keyboard.press('Tab');
    }
    assert.ok(await focus_is(selector), `Tab does not reach ${selector}`);
  };
  await tab_to('input[type=search]');
  await page.keyboard.type('read_before');
  await tab_to('.list');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.locator('h2', {hasText: 'read_before_fetch'}).waitFor();
  assert.ok(await focus_is('main'));
  await tab_to('.stepper');
  await page.keyboard.press('Home');
  const first = await step_words(page);
  await page.keyboard.press('ArrowRight');
  const second = await step_words(page);
  assert.notEqual(second, first);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await step_words(page), first);
  await page.keyboard.press('End');
  assert.match(await page.locator('.step-position').innerText(),
               /^Step (\d+) of \1,/);
});

test('filters leave what matches, and say how much that is', async (t) => {
  const page = await open(t, 'run.html');
  const entries = page.locator('.entry');
  const told = page.locator('.entry-list .told');
  const all = await entries.count();
  await page.getByLabel('Finding').selectOption('hang');
  assert.equal(await entries.count(), 1);
  assert.equal(await told.innerText(), `1 of ${all} subjects`);
  await page.getByLabel('Finding').selectOption('');
  await page.getByLabel('Filter').fill('no such subject');
  assert.equal(await entries.count(), 0);
  assert.equal(await told.innerText(), `0 of ${all} subjects`);
});

test('reports of a log are filtered by text, kind and thread', async (t) => {
  const page = await open(t, 'log.html');
  const shown = async () => (await page.locator('.entry .entry-title')
      .allInnerTexts()).map((each) => each.replace(/^◆\s*/, '').trim());
  const field = (name) => page.getByRole('combobox', {name});
  assert.deepEqual((await shown()).map((each) => each.split('\n')[0]),
                   ['data race', 'data race', 'thread leak']);
  assert.match(await page.locator('.entry').first().innerText(), /×2/);
  await page.getByLabel('Filter').fill('buy()');
  assert.deepEqual(await shown(), ['data race']);
  await page.getByLabel('Filter').fill('');
  await field('Kind').selectOption('thread leak');
  assert.deepEqual(await shown(), ['thread leak']);
  await field('Thread').selectOption('T1');
  assert.deepEqual(await shown(), []);
  await field('Kind').selectOption('');
  assert.equal((await shown()).length, 2);
  await field('Order').selectOption('as in the log');
  await field('Thread').selectOption('T5');
  assert.deepEqual(await shown(), ['thread leak']);
});

test('a race of a log is shown with its source, threads and locks',
     async (t) => {
  const page = await open(t, 'log.html', {hash: '#0'});
  const cards = page.locator('.access-card');
  assert.match(await cards.nth(0).innerText(), /Earlier.*main thread/);
  assert.match(await cards.nth(1).innerText(),
               /T1 “seller” \(running\) was created by the main thread/);
  assert.equal(await cards.nth(1).locator('mark').innerText(), 'stock.items');
  assert.equal(await cards.nth(1).locator('.here .number').innerText(), '10');
  assert.match(await page.locator('.locksets').innerText(), /Neither/);
  assert.match(await page.locator('.note').innerText(),
               /does not say what memory/);
});

for (const file of ['hostile_run.html', 'hostile_log.html',
                    'hostile_class.html']) {
  test(`nothing hostile runs in ${file}`, async (t) => {
    const page = await open(t, file);
    for (const name of await page.locator('.entry').all()) {
      await name.click();
    }
    await page.getByLabel('Filter').fill('window.hacked');
    await page.locator('.entry').click();
    const seen = await page.evaluate(() => ({
      hacked: window.hacked ?? null,
      elements: document.querySelectorAll(
          'img, iframe, object, embed, form, base, main script, main svg[onload]'
      ).length,
      scripts: document.scripts.length,
      links: [...document.querySelectorAll('[href]')].map(
          (link) => link.getAttribute('href')).filter((to) => to[0] !== '#'),
      handlers: [...document.querySelectorAll('*')].flatMap(
          (each) => [...each.attributes]).filter(
          (each) => each.name.startsWith('on')).length,
      controls: /[\u0000-\u0008\u000b-\u001f\u007f]/.test(
          document.body.textContent),
    }));
    assert.deepEqual(seen, {hacked: null, elements: 0, scripts: 2, links: [],
                            handlers: 0, controls: false});
    const text = await page.locator('main').textContent();
    assert.ok(text.includes('</script><script>window.hacked'),
              'what was said is not shown');
  });
}

test('the policy stops a script and markup that would get in', async (t) => {
  const page = await open(t, 'run.html', {expected: 'TrustedHTML'});
  const outcome = await page.evaluate(() => {
    const blocked = [];
    document.addEventListener('securitypolicyviolation',
                              (event) => blocked.push(event.violatedDirective));
    return new Promise((done) => {
      try {
        document.getElementById('print').innerHTML = '<b>markup</b>';
      } catch {
        blocked.push('markup');
      }
      setTimeout(() => done({blocked, made: document.querySelector('b')}), 0);
    });
  });
  assert.equal(outcome.made, null);
  assert.ok(outcome.blocked.includes('markup'));
  const policy = await page.locator('meta[http-equiv]').getAttribute('content');
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+'; /);
  assert.doesNotMatch(policy, /unsafe|\*|http/);
});

test('no source outside the roots is in the page', async () => {
  const text = readFileSync(join(folder, 'hostile_log.html'), 'utf8');
  assert.doesNotMatch(text, /a_secret/);
  assert.match(text, /secret\.cpp/);
});

test('10,000 reports open, are filtered and have few nodes', async (t) => {
  const page = await open(t, 'many.html');
  const nodes = () => page.evaluate(
      () => document.getElementsByTagName('*').length);
  assert.equal(await page.locator('.entry').first()
      .getAttribute('aria-setsize'), '10000');
  assert.ok(await nodes() < 1500, `${await nodes()} nodes`);
  await page.locator('.list').focus();
  await page.keyboard.press('End');
  assert.equal(await page.locator('.entry.active')
      .getAttribute('aria-posinset'), '10000');
  assert.ok(await nodes() < 1500, `${await nodes()} nodes at the end`);
  await page.getByLabel('Filter').fill('writes_777()');
  assert.equal(await page.locator('.entry').count(), 1);
  assert.match(await page.locator('.entry-list .told').innerText(),
               /^1 of 10,000/);
  await page.locator('.entry').click();
  assert.match(await page.locator('.sentence').innerText(), /shop\.cpp:787/);
});

test('10,000 spans are stepped through with few nodes', async (t) => {
  const page = await open(t, 'long.html');
  const nodes = () => page.evaluate(
      () => document.getElementsByTagName('*').length);
  assert.ok(await nodes() < 4000, `${await nodes()} nodes`);
  const last_bar = () => page.locator('.timeline .span rect').last()
      .getAttribute('x');
  const before = await last_bar();
  await page.locator('.stepper').focus();
  await page.keyboard.press('End');
  assert.match(await step_words(page), /Thread 0 returns/);
  await painted(page);
  assert.notEqual(await last_bar(), before);
  assert.ok(await nodes() < 4000, `${await nodes()} nodes at the end`);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  assert.match(await step_words(page), /Thread 2 sleeps 1 ms/);
});

test('what a bar says stays in sight while it is scrolled', async (t) => {
  const page = await open(t, 'run.html', {hash: race, width: 390});
  const left_of = (selector) => page.evaluate((wanted) => document
      .querySelector(wanted).getBoundingClientRect().left, selector);
  await page.locator('.timeline-box').evaluate(
      (box) => { box.scrollLeft = 120; });
  await painted(page);
  assert.ok(await left_of('.timeline .span.wait text') >=
            await left_of('.timeline-box'));
  assert.ok(await left_of('.timeline .span.wait rect') <
            await left_of('.timeline-box'));
});

test('print has everything that matters, unfolded', async (t) => {
  const page = await open(t, 'run.html', {hash: race});
  await page.emulateMedia({media: 'print'});
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const printed = page.locator('#print');
  assert.ok(await printed.isVisible());
  assert.ok(!await page.locator('#columns').isVisible());
  const text = await printed.innerText();
  for (const wanted of ['read-before-fetch', 'Missing:', 'thread 1: call',
                        './run_tsan.sh replay']) {
    assert.ok(text.includes(wanted), `${wanted} is not printed`);
  }
  assert.equal(await printed.locator('.in-words:not([open])').count(), 0);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await printed.innerText(), '');
});

test('print of many reports leaves none out', async (t) => {
  const page = await open(t, 'many.html');
  await page.getByLabel('Filter').fill('writes_7');
  const told = await page.locator('.entry-list .told').innerText();
  const all = Number(/^([\d,]+) of/.exec(told)[1].replace(',', ''));
  assert.equal(all, 1111);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const whole = await page.locator('#print .pair').count();
  const short = await page.locator('#print .printed-rest li').count();
  assert.equal(whole + short, all);
  assert.match(await page.locator('#print .printed-rest li').last()
      .textContent(), /data race, shop\.cpp:\d+ in writes_7/);
});

test('a class is filtered by what stops it', async (t) => {
  const page = await open(t, 'class.html');
  await page.getByLabel('Stopped by').selectOption('fire-and-forget');
  assert.equal(await page.locator('.entry').count(), 1);
  await page.locator('.entry').click();
  assert.match(await page.locator('main').innerText(),
               /alice[^]*1 of \d+ passed, at 02_nobody_waits; 4 tries/);
});

test('the theme is the reader’s choice', async (t) => {
  const page = await open(t, 'run.html', {scheme: 'light'});
  const paper = () => page.evaluate(
      () => getComputedStyle(document.body).backgroundColor);
  const choose = (theme) => page.getByLabel('Theme').selectOption(theme);
  const light = await paper();
  await choose('dark');
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  assert.equal(await paper(), dark);
  await choose('light');
  await page.emulateMedia({colorScheme: 'dark'});
  assert.equal(await paper(), light);
  await choose('system');
  assert.equal(await paper(), dark);
  await page.emulateMedia({media: 'print'});
  assert.equal(await paper(), 'rgb(255, 255, 255)');
});

const pages = [['run.html', ''], ['run.html', race], ['log.html', ''],
               ['log.html', '#0'], ['class.html', ''],
               ['class.html', '#1']];

for (const width of [390, 1024, 1920]) {
  test(`no page is wider than ${width} pixels`, async (t) => {
    for (const [file, hash] of [...pages, ['long.html', '']]) {
      const page = await open(t, file, {width, hash});
      const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wider <= 0, `${file}${hash} is ${wider} pixels too wide`);
    }
  });
}

// Colours are the same at each width, so each scheme is looked at in the
// layouts that differ.
for (const [width, scheme] of [[390, 'light'], [390, 'dark'],
                               [1920, 'light'], [1920, 'dark']]) {
  test(`axe finds nothing at ${width} pixels, ${scheme}`, async (t) => {
    for (const [file, hash] of pages) {
      const page = await open(t, file, {width, scheme, hash});
      await page.evaluate(axe);
      const {violations} = await page.evaluate(
          () => window.axe.run({resultTypes: ['violations']}));
      assert.deepEqual(violations.map((each) => [
        each.id, each.nodes.map((node) => node.html)]), []);
    }
  });
}
