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

const a_member = '[A-Za-z_]\\w*(?:(?:->|::|\\.)\\w+|\\[\\w*\\])*';
const changes = new RegExp(
    `(?:\\+\\+|--)(?<before>${a_member})|` +
    `(?<after>${a_member})(?:\\+\\+|--|\\s*[-+*/|&^%]?=(?!=))`, 'g');

// What is changed in a line, if only one thing is.
function changed_in(line) {
  const found = [...line.slice(0, comment_start(line)).matchAll(changes)];
  if (found.length !== 1) return null;
  const {before, after} = found[0].groups;
  const begin = found[0].index + (before ? 2 : 0);
  return [begin, begin + (before || after).length];
}

// A name that is there once, with its members.
function name_in(line, name) {
  if (!/^[A-Za-z_][\w:]*$/.test(name)) return null;
  const code = line.slice(0, comment_start(line));
  const last = name.slice(name.lastIndexOf(':') + 1);
  const found = [...code.matchAll(new RegExp(a_member, 'g'))].filter(
      (each) => each[0].split(/->|::|[.[]/).includes(last));
  if (found.length !== 1) return null;
  return [found[0].index, found[0].index + found[0][0].length];
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

// The expression that raced. The column of a write is often that of its value;
// of a global the name is known.
function raced_expression(line, column, access) {
  return (access.op.includes('write') ? changed_in(line) : null) ||
      (column > 0 ? name_at(line, column) : null) ||
      (access.name ? name_in(line, access.name) : null);
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
        line.slice(indent), (frame.column || 0) - indent, access) : null;
    return make('div', {class: here ? 'line here' : 'line'},
        make('span', {class: 'sign', 'aria-hidden': 'true'}, here ? '▸' : ''),
        make('span', {class: 'number'}, String(first + i)),
        make('code', {}, code_parts(line.slice(indent), expression)));
  });
  return scrollable(`Source around ${place_words(frame)}`, {class: 'source'},
                    rows);
}
