// Distributed under the Boost Software License, Version 1.0.
//
// See page_speed.sh.

import {statSync} from 'node:fs';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const file = join(process.cwd(), 'many.html');
const rounds = 5;

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const words = (time) => `${Math.round(time).toString().padStart(5)} ms`;
  return `median ${words(sorted[Math.floor(sorted.length / 2)])}, ` +
      `longest ${words(sorted.at(-1))}`;
}

// From the address being asked for to the first text on the screen.
function first_paint(page) {
  return page.evaluate(() => performance.getEntriesByName(
      'first-contentful-paint')[0].startTime);
}

// What the page's own thread has computed so far, in ms: other work on the
// machine does not count.
async function computed(session) {
  const {metrics} = await session.send('Performance.getMetrics');
  return metrics.find(({name}) => name === 'TaskDuration').value * 1000;
}

// From each letter typed to the frame that shows what it leaves.
function keystrokes(page, text) {
  return page.evaluate(async (wanted) => {
    const field = document.querySelector('input[type=search]');
    const painted = () => new Promise((done) => requestAnimationFrame(
        () => setTimeout(done)));
    const times = [];
    for (let length = 1; length <= wanted.length; length += 1) {
      const before = performance.now();
      field.value = wanted.slice(0, length);
      field.dispatchEvent(new Event('input'));
      await painted();
      times.push(performance.now() - before);
    }
    return times;
  }, text);
}

const browser = await chromium.launch({executablePath: process.env.CHROMIUM});
const paints = [];
const strokes = [];
const opening = [];
const filtering = [];
const text = 'writes_777()';
for (let round = 0; round < rounds; round += 1) {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', {timeDomain: 'threadTicks'});
  await page.goto(`file://${file}`);
  await page.waitForSelector('.entry');
  paints.push(await first_paint(page));
  const opened = await computed(session);
  opening.push(opened);
  strokes.push(...await keystrokes(page, text));
  filtering.push((await computed(session) - opened) / text.length);
  await page.close();
}
await browser.close();
const size = (statSync(file).size / 1e6).toFixed(1);
console.log(`10,000 different reports, ${size} MB, ${rounds} times:`);
console.log(`first paint:        ${summary(paints)}`);
console.log(`  computing:        ${summary(opening)}`);
console.log(`a letter's filter:  ${summary(strokes)}`);
console.log(`  computing:        ${summary(filtering)}`);
