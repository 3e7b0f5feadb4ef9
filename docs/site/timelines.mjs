// Distributed under the Boost Software License, Version 1.0.
//
// What took time in two schedules, on one axis of virtual time.

import {escaped} from './words.mjs';

const left = 92;
const right = 24;
const width = 860;
const lane = 26;
const bar = 18;

const shortened = (words, room) => {
  const most = Math.floor(room / 6.4);
  return words.length <= most ? words :
      most < 4 ? '' : `${words.slice(0, most - 1)}…`;
};

// The service that is called, what is waited for, or "sleep".
function label_of({kind, words}) {
  return kind === 'sleep' ? 'sleep' : words.split(' ')[0];
}

function span_svg(span, x, top) {
  const begin = x(Number(span.begin));
  const room = Math.max(3, x(Number(span.end)) - begin);
  const tone = span.kind + (span.failed ? ' failed' : '') +
      (span.ended ? '' : ' never');
  const words = label_of(span);
  const times = `${span.begin} to ${span.end} ms`;
  return `<g class="${tone}"><title>${escaped(span.kind)} ` +
      `${escaped(span.words)}, ${times}${span.ended ? '' : ', never ends'}` +
      '</title>' +
      `<rect x="${begin}" y="${top + (lane - bar) / 2}" width="${room}" ` +
      `height="${bar}" rx="3"/>` +
      `<text x="${begin + 5}" y="${top + lane / 2 + 4}">` +
      `${escaped(shortened(words, room - 8))}</text></g>`;
}

// Waits hide nothing: what is waited for is drawn in its own lane.
function version_svg({title, timeline}, x, top) {
  const lanes = timeline.threads;
  const end = x(Number(timeline.end));
  const rows = Array.from({length: lanes}, (_, thread) => {
    const y = top + 22 + thread * lane;
    const spans = timeline.spans.filter((each) => each.thread === thread);
    return `<text class="lane" x="${left - 8}" y="${y + lane / 2 + 4}" ` +
        `text-anchor="end">thread ${thread}</text>` +
        `<line class="rail" x1="${left}" x2="${end}" y1="${y + lane / 2}" ` +
        `y2="${y + lane / 2}"/>` +
        spans.map((each) => span_svg(each, x, y)).join('');
  });
  const bottom = top + 22 + lanes * lane;
  return {svg: `<text class="version" x="0" y="${top + 14}">` +
              `${escaped(title)}</text>${rows.join('')}` +
              `<line class="end" x1="${end}" x2="${end}" y1="${top + 20}" ` +
              `y2="${bottom}"/>`,
          bottom};
}

function tick_distance(last) {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
  return steps.find((each) => last / each <= 10) ?? last;
}

function axis_svg(last, x, bottom) {
  const ticks = [];
  for (let t = 0; t <= last; t += tick_distance(last)) ticks.push(t);
  return ticks.map((t) => `<line class="grid" x1="${x(t)}" x2="${x(t)}" ` +
      `y1="20" y2="${bottom}"/><text class="tick" x="${x(t)}" ` +
      `y="${bottom + 16}" text-anchor="middle">${t}</text>`).join('') +
      `<text class="tick" x="${left - 8}" y="${bottom + 16}" ` +
      'text-anchor="end">ms</text>';
}

function in_words({title, timeline}) {
  const calls = timeline.spans.filter((each) => each.kind === 'call');
  const said = calls.map((each) => `${each.words.split(' ')[0]} in thread ` +
      `${each.thread} from ${each.begin} to ${each.end} ms`);
  return `${title}: ${said.join(', ') || 'no call'}. ` +
      `It ends at ${timeline.end} ms. ${timeline.ending}`;
}

// versions: [{title, timeline}…], from above.
export function timelines_svg(versions) {
  const last = Math.max(1, ...versions.map(
      ({timeline}) => Number(timeline.end)));
  const x = (time) => Math.round(
      left + (width - left - right) * time / last);
  let top = 0;
  const parts = versions.map((each) => {
    const {svg, bottom} = version_svg(each, x, top);
    top = bottom + 14;
    return svg;
  });
  const bottom = top - 8;
  return '<div class="on-one-axis" tabindex="0" role="group" ' +
      'aria-label="Both timelines"><svg ' +
      `viewBox="0 0 ${width} ${bottom + 24}" width="${width}" ` +
      `height="${bottom + 24}" role="img" ` +
      `aria-label="${escaped(versions.map(in_words).join(' '))}">` +
      axis_svg(last, x, bottom) + parts.join('') + '</svg></div>';
}
