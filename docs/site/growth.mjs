// Distributed under the Boost Software License, Version 1.0.
//
// What harness/measure/growth.sh wrote: how cost grows with size.

import * as Plot from '@observablehq/plot';
import {machine_words, memory_words, time_words} from './measured.mjs';
import {figure_html, plot_svg, table_html, ticks_of} from './plot_svg.mjs';
import {escaped, listed} from './words.mjs';

// `least`: what all of them take together, however many there are.
const tables = {
  tasks: {unit: 'task', size: 'Tasks'},
  threads: {unit: 'task', size: 'Tasks that block for 10 ms', least: 0.01},
  schedules: {unit: 'schedule', size: 'Schedules'},
  subjects: {unit: 'twin', size: 'Twins'},
  log: {unit: 'MB', size: 'Log, in MB'},
};

const colours = ['var(--vp-c-brand-1)', 'var(--rl-k)', 'var(--rl-n)'];
const dashes = ['none', '6 3', '2 3'];
const series_words = (name) => name.replaceAll('_', ' ');

function count_words(count) {
  return count.toLocaleString('en', {maximumFractionDigits: 0});
}

function power_of_ten(value) {
  const power = Math.log10(value);
  if (Math.abs(power - Math.round(power)) > 1e-9) return '';
  return value < 1e4 ? `${value}` :
      `10${[...`${Math.round(power)}`].map((each) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[each])
          .join('')}`;
}

// Each point with what one more of its unit costs, and how cost has grown since
// the size before: 1 is linear, 2 is a square.
export function with_growth(points, least = 0) {
  const known = points.map((each) => ({
    ...each, each: Math.max(each.seconds - least, 0) / each.count}));
  return known.map((now, i) => {
    const before = known[i - 1];
    if (before === undefined || before.series !== now.series) return now;
    const steps = Math.log(now.count / before.count);
    const power = (from, to) => (from > least && to > least ?
        Math.log((to - least) / (from - least)) / steps : null);
    const surely = power(before.high, now.low);
    return {...now, power: power(before.seconds, now.seconds),
            memory_power: Math.log(now.peak_kib / before.peak_kib) / steps,
            worse: surely !== null && surely > 1.05};
  });
}

function line_plot(points, names, {value, label, words, steps, size}) {
  const style = (list) => ({series}) => list[names.indexOf(series)];
  const common = {x: 'count', y: value, z: 'series', stroke: style(colours)};
  const shown = points.filter((each) => each[value] > 0);
  const sizes = shown.map(({count}) => count);
  const ticks = ticks_of(shown.map((each) => each[value]), steps);
  return plot_svg({
    width: 338, height: 230, marginLeft: 56, marginRight: 14, marginTop: 26,
    x: {type: 'log', label: size, tickFormat: power_of_ten,
        ticks: ticks_of(sizes, 10).filter((each) => power_of_ten(each) !== ''),
        domain: [Math.min(...sizes), Math.max(...sizes) * 1.001]},
    y: {type: 'log', base: steps, label, grid: true, ticks,
        tickFormat: (each) => words(each).replace(/\.0+ /, ' '),
        domain: [ticks[0], ticks.at(-1)]},
    color: {type: 'identity'},
    marks: [
      ...names.map((name, i) => Plot.line(
          shown.filter(({series}) => series === name),
          {...common, strokeWidth: 2, strokeDasharray: dashes[i]})),
      Plot.dot(shown, {...common, fill: style(colours), r: 3,
                       symbol: 'circle'}),
    ],
  }, `${label}, by ${size}. ` + names.map((name) => `${series_words(name)}: ` +
      shown.filter(({series}) => series === name).map(
          (each) => `${count_words(each.count)}: ${words(each[value])}`)
          .join(', ')).join('. '));
}

function key_html(names) {
  return names.length < 2 ? '' : listed(names.map((name, i) =>
      `<span style="white-space:nowrap"><svg aria-hidden="true" width="28" ` +
      `height="8"><line x1="0" x2="28" y1="4" y2="4" style="stroke:` +
      `${colours[i]};stroke-width:2;stroke-dasharray:${dashes[i]}"/></svg> ` +
      `${escaped(series_words(name))}</span>`)) + '. ';
}

function power_html({power, worse}) {
  if (power === undefined) return '';
  if (power === null) return '—';
  const words = power.toFixed(2);
  return worse ? {html: `<strong class="worse">${words}, worse than ` +
      'linear</strong>'} : words;
}

function spread({low, high, rounds}) {
  return rounds < 2 ? 'once' : `${time_words(low)}–${time_words(high)}`;
}

function loads(points) {
  const all = points.map(({load}) => load);
  return [...new Set([Math.min(...all), Math.max(...all)])].join(' to ');
}

export function growth_html({tables: all}, name) {
  if (all[name] === undefined) {
    return '<p>Not measured yet: ' +
        `<code>harness/measure/growth.sh ${escaped(name)}</code> does.</p>`;
  }
  const {unit, size, least} = tables[name];
  const {machine, commit} = all[name];
  const points = with_growth(all[name].points, least);
  const names = [...new Set(points.map(({series}) => series))];
  const each_label = `Time for each ${unit}`;
  const plots = [
    line_plot(points, names, {value: 'each', label: each_label,
                              words: time_words, steps: 10, size}),
    line_plot(points, names, {value: 'peak_kib', label: 'Peak memory',
                              words: memory_words, steps: 4, size}),
  ];
  const rows = points.map((each) => [
    series_words(each.series), count_words(each.count),
    time_words(each.seconds), spread(each), time_words(each.each),
    power_html(each), memory_words(each.peak_kib)]);
  return figure_html(plots, `${key_html(names)}Both axes are logarithmic: a ` +
          'level line of the time for each is a linear cost. Measured on ' +
          `${escaped(machine_words(machine))}, load ` +
          `${loads(points)}, ${points[0].day}, at commit ` +
          `<code>${escaped(commit)}</code>.`,
      table_html(`How cost grows: ${size}`,
                 ['Of', size, 'Time', 'Spread', each_label, 'Power',
                  'Peak memory'], rows));
}
