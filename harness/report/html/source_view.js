// Distributed under the Boost Software License, Version 1.0.
//
// Lines of source, with what matters in them marked.

function source_line(file, number) {
  const chunks = file && Object.hasOwn(report.sources, file) ?
      report.sources[file] : [];
  for (const chunk of chunks) {
    const line = chunk.lines[number - chunk.first];
    if (line !== undefined) return line;
  }
  return null;
}

// What the only assignment in a line assigns to.
function assigned_in(line) {
  const code = line.slice(0, comment_start(line));
  const found = [...code.matchAll(
      /([A-Za-z_][\w.]*(?:(?:->|::|\.)\w+|\[\w*\])*)\s*[-+*\/|&^%]?=(?!=)/g)];
  if (found.length !== 1) return null;
  return [found[0].index, found[0].index + found[0][1].length];
}

// The name at a column, from 1, with what it is a member of; null where
// something else stands there.
function name_at(line, column) {
  const at = column - 1;
  const joint = /^(->|::|\.)?\w+/.exec(line.slice(Math.max(at, 0)));
  if (at < 0 || joint === null) return null;
  let end = at + joint[0].length;
  if (line[end] === '(') return null;
  const before = /(\w+(\.|->|::))*\w*$/.exec(line.slice(0, at));
  return [at - before[0].length, end];
}

// The expression that raced. The column of a write is often that of its value.
function raced_expression(line, column, write) {
  const assigned = write ? assigned_in(line) : null;
  return assigned || (column > 0 ? name_at(line, column) : null);
}

// Where a comment begins, as far as one line can tell.
function comment_start(line) {
  const found = /(^|\s)\/\//.exec(line);
  if (!found) return line.length;
  const quotes = line.slice(0, found.index).split('"').length - 1;
  return quotes % 2 === 0 ? found.index : line.length;
}

function code_parts(line, expression) {
  const comment = comment_start(line);
  const [begin, end] = expression || [comment, comment];
  return [
    line.slice(0, begin),
    begin < end ? make('mark', {}, line.slice(begin, end)) : null,
    line.slice(end, Math.max(comment, end)),
    comment < line.length && comment >= end ?
        make('span', {class: 'comment'}, line.slice(comment)) : null,
  ];
}

function common_indent(lines) {
  const indents = lines.filter((line) => line.trim() !== '')
      .map((line) => line.length - line.trimStart().length);
  return indents.length === 0 ? 0 : Math.min(...indents);
}

// The source around a frame, its own line marked, and in it what an access
// raced on. Null if it is not at hand.
function excerpt(frame, access = null, context = 3) {
  if (frame === null || source_line(frame.file, frame.line) === null) {
    return null;
  }
  let first = frame.line;
  let last = frame.line;
  while (last - frame.line < context &&
         source_line(frame.file, last + 1) !== null) last += 1;
  while (frame.line - first < context &&
         source_line(frame.file, first - 1) !== null) first -= 1;
  const lines = [];
  for (let i = first; i <= last; i += 1) {
    lines.push(source_line(frame.file, i));
  }
  const indent = common_indent(lines);
  const rows = lines.map((line, i) => {
    const here = first + i === frame.line;
    const expression = here && access ? raced_expression(
        line.slice(indent), (frame.column || 0) - indent,
        access.op.includes('write')) : null;
    return make('div', {class: here ? 'line here' : 'line'},
        make('span', {class: 'sign', 'aria-hidden': 'true'}, here ? '▸' : ''),
        make('span', {class: 'number'}, String(first + i)),
        make('code', {}, code_parts(line.slice(indent), expression)));
  });
  return scrollable(`Source around ${place_words(frame)}`, {class: 'source'},
                    rows);
}
