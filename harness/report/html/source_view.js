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

// Where a comment begins, as far as one line can tell.
function comment_start(line) {
  const found = /(^|\s)\/\//.exec(line);
  if (!found) return line.length;
  const quotes = line.slice(0, found.index).split('"').length - 1;
  return quotes % 2 === 0 ? found.index : line.length;
}

// `marked`: from which character to which; null for none.
function code_parts(line, marked) {
  const comment = comment_start(line);
  const [code, told] = [line.slice(0, comment), line.slice(comment)];
  const parts = [...code];
  const piece = (from, to) => parts.slice(from, to).join('');
  return [
    marked === null ? code : [
      piece(0, marked[0]), make('mark', {}, piece(marked[0], marked[1])),
      piece(marked[1])],
    told === '' ? null : make('span', {class: 'comment'}, told),
  ];
}

function common_indent(lines) {
  const indents = lines.filter((line) => line.trim() !== '')
      .map((line) => line.length - line.trimStart().length);
  return indents.length === 0 ? 0 : Math.min(...indents);
}

// The source around a frame, its own line marked, and `raced` in it: what an
// access was to. Null if it is not at hand.
function excerpt(frame, raced = null, context = 3) {
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
    const marked = here && raced ? raced.map((at) => at - indent) : null;
    return make('div', {class: here ? 'line here' : 'line'},
        make('span', {class: 'gutter'},
            make('span', {class: 'sign', 'aria-hidden': 'true'},
                 here ? '▸' : ''),
            make('span', {class: 'number'}, String(first + i))),
        make('code', {}, code_parts(line.slice(indent), marked)));
  });
  const box = scrollable(`Source around ${place_words(frame)}`,
                         {class: 'source'}, rows);
  requestAnimationFrame(() => bring_mark_into_sight(box));
  return box;
}

function bring_mark_into_sight(box) {
  const mark = box.querySelector('mark');
  if (mark === null) return;
  const end = mark.offsetLeft + mark.offsetWidth + 20;
  box.scrollLeft = Math.max(0, end - box.clientWidth);
}
