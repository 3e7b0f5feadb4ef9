// Distributed under the Boost Software License, Version 1.0.
//
// What `bench --json` wrote: ratios to peers, and the goals.

import * as Plot from '@observablehq/plot';
import {digits, machine_words, time_words} from './measured.mjs';
import {figure_html, plot_svg, table_html, ticks_of} from './plot_svg.mjs';
import {escaped} from './words.mjs';

const states = {
  met: ['✓ met', 'var(--rl-good)', 'circle'],
  missed: ['✗ missed', 'var(--rl-bad)', 'times'],
  'not decided': ['? not decided', 'var(--rl-n)', 'diamond'],
  'not run': ['not run', 'var(--vp-c-text-2)', 'circle'],
  'no goal': ['', 'var(--vp-c-text-2)', 'circle'],
};

const is_bug = ({name}) => name.startsWith('bug/');

// How many times its goal a ratio is: at most 1 is good.
function share_of_goal(figure) {
  const share = (ratio) => (figure.goal_is === 'at least' ?
      figure.goal / ratio : ratio / figure.goal);
  const ends = [share(figure.low), share(figure.high)];
  return {name: figure.name, state: figure.state, share: share(figure.ratio),
          low: Math.min(...ends), high: Math.max(...ends)};
}

function goals_svg(rows, width, margin) {
  const colour = ({state}) => states[state][1];
  const ends = rows.flatMap(({low, high}) => [low, high]);
  return plot_svg({
    width, height: 56 + rows.length * 22, marginLeft: margin, marginRight: 16,
    x: {type: 'log', label: 'times the goal', grid: true,
        ticks: ticks_of(ends, 10).filter((each) =>
            each >= Math.min(...ends) && each <= Math.max(...ends)),
        tickFormat: (value) => `${Number(value.toPrecision(1))}`},
    y: {label: null, domain: rows.map(({name}) => name), tickSize: 0},
    symbol: {type: 'identity'}, color: {type: 'identity'},
    marks: [
      Plot.ruleX([1], {stroke: 'var(--vp-c-text-1)', strokeWidth: 1.5}),
      Plot.ruleY(rows, {y: 'name', x1: 'low', x2: 'high', stroke: colour,
                        strokeWidth: 2}),
      Plot.dot(rows, {y: 'name', x: 'share', stroke: colour, fill: colour,
                      r: 4, symbol: ({state}) => states[state][2]}),
    ],
  }, goals_words(rows));
}

function goals_words(rows) {
  return 'How many times its goal each figure is. ' + rows.map(
      ({name, share, state}) => `${name}: ${digits(share)}, ${state}.`)
      .join(' ');
}

function spread_words({low, high}) {
  return low === null ? '—' : `${digits(low)}–${digits(high)}`;
}

function goal_words({goal, goal_is}) {
  return goal === null ? '' : `${goal_is === 'at most' ? '≤' : '≥'} ${goal}`;
}

function amount(value, unit) {
  if (value === null) return '—';
  return unit === 's' ? time_words(value) : `${digits(value)} ${unit}`;
}

function state_html({state, why}) {
  const [words, colour] = states[state];
  return {html: `<span style="color:${colour}">${words}</span>` +
      (why ? `: ${escaped(why)}` : '')};
}

function row_of(figure, i, all) {
  const repeated = i > 0 && all[i - 1].name === figure.name;
  const title = repeated ? '' : `${escaped(figure.about)}<br>`;
  const at_least = figure.theirs_at_least ? '> ' : '';
  const at_most = figure.theirs_at_least ? '< ' : '';
  return [{html: `${title}<code>${escaped(figure.name)}</code>`}, figure.peer,
          amount(figure.ours, figure.unit),
          at_least + amount(figure.theirs, figure.unit),
          figure.ratio === null ? '—' : at_most + digits(figure.ratio),
          spread_words(figure), goal_words(figure), state_html(figure)];
}

function legend() {
  return ['met', 'missed', 'not decided'].map((state) => state_html({state})
      .html).join(', ');
}

// All figures but the twins' bugs.
export function figures_html({machine, figures}) {
  const plain = figures.filter((each) => !is_bug(each));
  const rows = plain.filter(({goal, ratio}) => goal !== null && ratio !== null)
      .map(share_of_goal);
  const plots = [`<div class="wide-plot">${goals_svg(rows, 688, 220)}</div>`,
                 `<div class="narrow-plot">${goals_svg(rows, 342, 178)}</div>`];
  return figure_html(plots, 'Each figure as a multiple of its own goal, ' +
          'which is the upright line: what is left of it is better. A bar is ' +
          `the spread. ${legend()}. Measured on ` +
          `${escaped(machine_words(machine))}, load ${digits(machine.load)}.`,
      table_html('Figures, peers and goals',
                 ['Figure', 'Peer', 'Ours', 'Theirs', 'Ratio', 'Spread',
                  'Goal', 'Is it met'], plain.map(row_of)));
}

// The twins' bugs, for each tool: at how many Racelab was first, and which are
// the others.
export function bugs_html({figures}) {
  const bugs = figures.filter(is_bug);
  const rows = [...new Set(bugs.map(({peer}) => peer))].map((peer) => {
    const of_peer = bugs.filter((each) => each.peer === peer);
    const those = (state) => of_peer.filter((each) => each.state === state);
    const others = of_peer.filter(({state}) => state !== 'met').map(
        (each) => `<code>${escaped(each.name.slice('bug/'.length))}</code> ` +
            state_html(each).html);
    return [peer, `${of_peer.length}`, `${those('met').length}`,
            `${of_peer.filter((each) => each.theirs_at_least).length}`,
            {html: others.join('<br>') || 'none'}];
  });
  return table_html('Until a twin’s bug is found',
                    ['Peer', 'Twins', 'Racelab is first', 'Peer was ended',
                     'Goal not met at'], rows);
}

// "10 met, 9 missed, 8 not decided"
export function tally({figures}) {
  const count = (wanted) => figures.filter(
      ({state}) => state === wanted).length;
  return ['met', 'missed', 'not decided', 'not run'].map(
      (state) => `${count(state)} ${state}`).join(', ');
}
