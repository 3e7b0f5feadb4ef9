// Distributed under the Boost Software License, Version 1.0.
//
// Two versions of a source beside each other, aligned line for line. Comments
// are prose; what differs is marked.

import {diffArrays} from 'diff';
import {highlighted} from './highlight.mjs';
import {with_code} from './words.mjs';

const comment = /^(\s*)\/\/ ?(.*)$/;

function is_licence(text) {
  return text.startsWith('Distributed under the Boost Software License');
}

// Lines of one file: its code line by line, and each paragraph of its comments
// as one piece. `from` and `to` are line numbers.
export function pieces_of(lines) {
  const html = highlighted(lines);
  const out = [];
  lines.forEach((line, i) => {
    const found = comment.exec(line);
    const last = out.at(-1);
    const goes_on = last?.kind === 'prose' && last.to === i;
    if (!found) {
      out.push({kind: 'code', key: line, html: html[i], from: i + 1,
                to: i + 1});
    } else if (found[2] === '') {
      // A paragraph ends.
    } else if (goes_on) {
      last.key += ` ${found[2]}`;
      last.to = i + 1;
    } else {
      out.push({kind: 'prose', key: found[2], indent: found[1].length,
                from: i + 1, to: i + 1});
    }
  });
  return out.filter((each) => each.kind !== 'prose' || !is_licence(each.key));
}

// A hunk's pieces side by side: prose beside prose, as far as there is some.
function paired(left, right) {
  const rows = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (a && b && a.kind !== b.kind) {
      if (a.kind === 'prose') rows.push([left[i++], null]);
      else rows.push([null, right[j++]]);
    } else {
      rows.push([left[i++] ?? null, right[j++] ?? null]);
    }
  }
  return rows;
}

// [{changed, rows: [[left or null, right or null]…]}…]
export function hunks_of(left, right) {
  const key = (each) => `${each.kind} ${each.key}`;
  const hunks = [];
  let [i, j] = [0, 0];
  let [removed, added] = [[], []];
  const flush = () => {
    if (removed.length + added.length > 0) {
      hunks.push({changed: true, rows: paired(removed, added)});
    }
    [removed, added] = [[], []];
  };
  for (const part of diffArrays(left.map(key), right.map(key))) {
    if (part.removed) {
      removed.push(...left.slice(i, i += part.count));
    } else if (part.added) {
      added.push(...right.slice(j, j += part.count));
    } else {
      flush();
      hunks.push({changed: false, rows: Array.from(
          {length: part.count}, () => [left[i++], right[j++]])});
    }
  }
  flush();
  return hunks;
}

function marked_prose(text) {
  return with_code(text).replace(/^(BUG|WHY):/, '<b>$1:</b>');
}

function cell(piece, side, changed, named) {
  if (piece === null) return `<div class="${side} none" role="cell"></div>`;
  const tone = (changed ? ' changed' : '') + (named ? ' named' : '');
  if (piece.kind === 'prose') {
    const bug = piece.key.startsWith('BUG:') ? ' bug' : '';
    return `<div class="${side} prose${tone}${bug}" role="cell" ` +
        `style="--indent:${piece.indent}">` +
        `<p>${marked_prose(piece.key)}</p></div>`;
  }
  return `<div class="${side}${tone}" role="cell"><span class="no">` +
      `${piece.from}</span><pre>${piece.html || ' '}</pre></div>`;
}

// `named`: the lines of the right side that findings name.
export function side_by_side(left, right, {titles, named = []}) {
  const marked = new Set(named);
  const is_named = (piece) => piece !== null && piece.kind === 'code' &&
      marked.has(piece.from);
  const body = hunks_of(pieces_of(left), pieces_of(right)).map(
      ({changed, rows}) =>
          `<div class="hunk${changed ? ' changed' : ''}" role="rowgroup">` +
          rows.map(([a, b]) => '<div class="row" role="row">' +
              cell(a, 'left', changed, false) +
              cell(b, 'right', changed, is_named(b)) + '</div>').join('') +
          '</div>').join('');
  const head = '<div class="row head" role="row">' + titles.map((each, i) =>
      `<div class="${['left', 'right'][i]}" role="columnheader">${each}</div>`)
      .join('') + '</div>';
  return '<div class="twins" role="table" tabindex="0" ' +
      'aria-label="Side by side">' +
      `<div class="heads" role="rowgroup">${head}</div>${body}</div>`;
}
