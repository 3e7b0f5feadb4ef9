// Distributed under the Boost Software License, Version 1.0.
//
// The page of one lesson, as Markdown: what is promised, the pattern beside the
// Go that it comes from, and its twins.

import {captured, finding_ids, index, source_lines} from './captured.mjs';
import {highlighted} from './highlight.mjs';
import {latency_table} from './latency.mjs';
import {code_row, listing_box} from './listing.mjs';
import {pieces_of} from './side_by_side.mjs';
import {timelines_svg} from './timelines.mjs';
import {capitalised, escaped, raw, title_of, with_code} from './words.mjs';

function annotated_listing(file, language) {
  return listing_box(file, pieces_of(source_lines(file)).map(
      (piece) => piece.kind === 'prose' ?
          '<div class="row"><div class="prose" ' +
              `style="--indent:${piece.indent}"><p>${with_code(piece.key)}</p>` +
              '</div></div>' :
          code_row(piece.from, piece.html)), language);
}

function go_listing(file) {
  return listing_box(file, highlighted(source_lines(file), 'go').map(
      (line, i) => code_row(i + 1, line)), 'Go');
}

function twin_rows(lesson) {
  return lesson.variants.filter((each) => each !== 'pattern').map((variant) => {
    const {subject} = captured(`${lesson.name}/${variant}`);
    const ids = finding_ids(subject);
    return `<tr><th scope="row"><a href="./${lesson.name}/${variant}.html">` +
        `${title_of(variant)}</a></th>` +
        `<td>${with_code(capitalised(subject.shows))}</td>` +
        `<td>${ids.map((id) => `<code>${id}</code>`).join(' ')}</td></tr>`;
  });
}

export function lesson_page(name) {
  const lesson = index().lessons.find((each) => each.name === name);
  const pattern = captured(`${name}/pattern`);
  const {subject} = pattern;
  return `# ${lesson.title}\n` +
      raw(`<p class="lead">${with_code(lesson.contract)}</p>`) +
      '## The pattern, and where it comes from\n' +
      raw('<div class="listings">' +
          annotated_listing(subject.file, 'C++') +
          go_listing(`docs/go/${name}.go`) + '</div>') +
      '## What it promises\n' +
      raw(annotated_listing(lesson.header)) +
      '## Broken twins\n' +
      raw('<div class="table-box" tabindex="0" role="group" ' +
          'aria-label="Broken twins"><table class="twin-table"><thead><tr><th scope="col">Twin</th>' +
          '<th scope="col">What it does</th><th scope="col">Found</th></tr>' +
          `</thead><tbody>${twin_rows(lesson).join('')}</tbody></table></div>`) +
      '## In time\n' +
      raw(timelines_svg([
        {title: 'Pattern', timeline: pattern.timelines.own}])) +
      raw(latency_table([{title: 'Pattern', latency: subject.latency}])) +
      '\n## How sure that is\n' +
      `\nExplored: ${escaped(subject.schedules.description)}; nothing wrong ` +
      'was seen. [What that means](/concepts/schedules). Your own solution ' +
      `is judged by\n\n\`\`\`sh\n./run_tsan.sh check mine.cpp --lesson ${name}` +
      '\n```\n';
}
