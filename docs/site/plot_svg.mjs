// Distributed under the Boost Software License, Version 1.0.
//
// Plots as they stand in a page: plain SVG, drawn while the site is built, in
// the colours that the page has, be it light or dark.

import * as Plot from '@observablehq/plot';
import {parseHTML} from 'linkedom';
import {escaped} from './words.mjs';

// `options` are those of Plot.plot; `words` say what is to be seen.
export function plot_svg(options, words) {
  const {document} = parseHTML('<html><body></body></html>');
  const svg = Plot.plot({...options, document, className: 'plot'});
  // The page's style sheet has the style, and the words below are of the whole.
  for (const each of svg.querySelectorAll('style')) each.remove();
  for (const each of svg.querySelectorAll('[aria-label]')) {
    each.removeAttribute('aria-label');
  }
  // Nobody sees a thousandth of a pixel.
  const drawn = svg.outerHTML.replaceAll(
      /\d+\.\d{2,}/g, (number) => `${Number(Number(number).toFixed(1))}`);
  return drawn.replace(
      '<svg ', `<svg role="img" aria-label="${escaped(words)}" `);
}

// From the power of `base` below all values to the one above them; in between
// too, if these are few.
export function ticks_of(values, base) {
  const power = (round, value) => round(
      Number((Math.log(value) / Math.log(base)).toFixed(9)));
  const from = power(Math.floor, Math.min(...values));
  const to = Math.max(from + 1, power(Math.ceil, Math.max(...values)));
  const between = to - from > 2 ? [1] : base === 10 ? [1, 2, 5] : [1, 2];
  const below = Array.from({length: to - from}, (_, i) => base ** (from + i));
  return [...below.flatMap((each) => between.map((step) => each * step)),
          base ** to];
}

// A plot and the same in numbers. `about` may have markup.
export function figure_html(plots, about, table) {
  return `<figure class="measured"><div class="plots">${plots.join('')}</div>` +
      `<figcaption>${about}</figcaption></figure>${table}`;
}

// head: words. rows: of cells, {html} or words; the first names the row.
export function table_html(name, head, rows) {
  const cell = (each) => each.html ?? escaped(each);
  return '<div class="table-box" tabindex="0" role="group" ' +
      `aria-label="${escaped(name)}"><table class="measured-table"><thead>` +
      `<tr>${head.map((each) => `<th scope="col">${escaped(each)}</th>`)
          .join('')}</tr></thead><tbody>` +
      rows.map(([first, ...others]) => `<tr><th scope="row">${cell(first)}` +
          `</th>${others.map((each) => `<td>${cell(each)}</td>`).join('')}` +
          '</tr>').join('') +
      '</tbody></table></div>';
}
