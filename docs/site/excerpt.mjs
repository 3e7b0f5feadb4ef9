// Distributed under the Boost Software License, Version 1.0.
//
// A function or a statement of a file of the tree, found by its words: an
// excerpt moves with its source, and is missed when that is gone.

import {source_lines} from './captured.mjs';

// A comment, or the first line of a template.
const leads_on = (line) => /^\s*(\/\/|template <.*>$)/.test(line);

// Round, square and curly brackets that a line leaves open.
function opened(line) {
  const code = line.replace(/\/\/.*$/, '').replaceAll(/"(\\.|[^"\\])*"/g, '')
      .replaceAll(/'(\\.|[^'\\])'/g, '');
  return (code.match(/[([{]/g) || []).length -
      (code.match(/[)\]}]/g) || []).length;
}

function last_line(lines, first) {
  let depth = 0;
  for (let i = first; i < lines.length; i += 1) {
    depth += opened(lines[i]);
    if (depth <= 0 && /[;})]\s*$/.test(lines[i].replace(/\/\/.*$/, ''))) {
      return i;
    }
  }
  return lines.length - 1;
}

// {lines, first}: from the one line that has `words`, with the comment above
// it, to where what it begins ends. Throws if no line, or several, have them.
export function excerpt_of(file, words) {
  const lines = source_lines(file);
  const found = lines.flatMap((line, i) => line.includes(words) ? [i] : []);
  if (found.length !== 1) {
    throw new Error(`${file}: ${found.length} lines have “${words}”; an ` +
        'excerpt needs one');
  }
  let first = found[0];
  while (first > 0 && leads_on(lines[first - 1])) first -= 1;
  const shown = lines.slice(first, last_line(lines, found[0]) + 1);
  const indent = Math.min(...shown.filter((line) => line.trim() !== '')
      .map((line) => line.search(/\S/)));
  return {lines: shown.map((line) => line.slice(indent)), first: first + 1};
}
