// Distributed under the Boost Software License, Version 1.0.
//
// The stepper, the timeline and the other views of the HTML report, for these
// pages: the same scripts and the same style, as a module. The scripts share
// one scope and read one `report`; here each subject has its own.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import postcss from 'postcss';
import {root} from './places.mjs';

const folder = join(root, 'harness/report/html');
const scripts = ['dom.js', 'frames.js', 'source_view.js', 'stack_view.js',
                 'trace_table.js', 'timeline.js', 'stepper.js',
                 'order_graph.js', 'pair_view.js', 'run_page.js'];
const views = ['race_of', 'order_graph', 'stepper'];

const script_name = 'virtual:racelab-views';
const style_name = 'virtual:racelab-views.css';

function script() {
  const text = scripts.map((name) => readFileSync(join(folder, name), 'utf8'));
  return `export function views_of(report) {\n${text.join('\n')}\n` +
      `return {${views.join(', ')}};\n}\n`;
}

// Below .evidence alone: the site has a style of its own.
function scoped(selector) {
  const inside = '.evidence';
  if (selector === ':root' || selector === 'body') return inside;
  if (selector === ':root[data-theme="dark"]') return `.dark ${inside}`;
  if (selector.startsWith(':root[')) return `html:not(.dark) ${inside}`;
  return `${inside} ${selector}`;
}

function style() {
  const sheet = postcss.parse(readFileSync(join(folder, 'style.css'), 'utf8'));
  sheet.walkRules((rule) => {
    rule.selectors = rule.selectors.map(scoped);
  });
  return sheet.toString();
}

export function report_views() {
  return {
    resolveId: (id) => (id === script_name || id === style_name ?
        `\0${id}` : undefined),
    load(id) {
      if (id === `\0${script_name}`) return script();
      if (id === `\0${style_name}`) return style();
      return undefined;
    },
  };
}
