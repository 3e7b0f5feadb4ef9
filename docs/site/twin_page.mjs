// Distributed under the Boost Software License, Version 1.0.
//
// The page of one broken twin, as Markdown. Its sources are read from the tree,
// all the rest is what its run showed.

import {captured, finding_ids, index, source_lines} from './captured.mjs';
import {latency_table} from './latency.mjs';
import {side_by_side} from './side_by_side.mjs';
import {timelines_svg} from './timelines.mjs';
import {first_report, report_html} from './tsan_text.mjs';
import {capitalised, escaped, listed, preformatted, raw, title_of, with_code}
    from './words.mjs';

const finding_link = (id) => `<a href="../../reference/findings.html#${id}">` +
    `<code>${escaped(id)}</code></a>`;

function lines_of(subject, id) {
  const lines = subject.findings.filter(
      (each) => each.id === id && each.line).map((each) => each.line);
  return [...new Set(lines)];
}

function at_lines(lines) {
  if (lines.length === 0) return '';
  return ` at line${lines.length === 1 ? '' : 's'} ` +
      listed(lines.map(String));
}

function verdict(subject) {
  const said = finding_ids(subject).map(
      (id) => `${finding_link(id)}${at_lines(lines_of(subject, id))}`);
  return `<p class="verdict"><b>Broken:</b> ${listed(said)}.</p>`;
}

function intro({subject}) {
  return raw(`<p class="lead">${with_code(capitalised(subject.shows))}.</p>` +
      verdict(subject));
}

function comparison(pattern, twin) {
  const named = twin.subject.findings
      .filter((each) => each.file === twin.subject.file)
      .map((each) => each.line);
  return '## Side by side\n' + raw(side_by_side(
      source_lines(pattern.subject.file), source_lines(twin.subject.file), {
        titles: [`<b>Pattern</b> <code>${pattern.subject.file}</code>`,
                 `<b>Broken twin</b> <code>${twin.subject.file}</code>`],
        named})) +
      '\nOnly the marked lines differ. A sign ▸ stands where the findings ' +
      'point.\n';
}

// One sentence for what several findings say alike, with all their lines.
function sentences(subject) {
  const known = new Map();
  for (const {id, message, line} of subject.findings) {
    const key = `${id} ${message.replaceAll(/\d+/g, '#')}`;
    const first = known.get(key) || {id, message, lines: []};
    if (line && !first.lines.includes(line)) first.lines.push(line);
    known.set(key, first);
  }
  return [...known.values()];
}

function what_happens(twin) {
  const said = sentences(twin.subject).map(({id, message, lines}) =>
      `<li>${finding_link(id)}${at_lines(lines)}: ${with_code(message)}</li>`);
  return '## What happens\n' + raw(`<ul>${said.join('')}</ul>`);
}

function reports(twin) {
  const original = twin.tsan === null ?
      '<p>ThreadSanitizer is silent: what is wrong here is no race of two ' +
      'accesses that nothing orders. The recorder saw it.</p>' :
      report_html(first_report(twin.tsan.text), twin.subject.file);
  return '## Two reports of it\n' + raw(
      '<div class="reports"><section><h3>ThreadSanitizer’s own</h3>' +
      `${original}</section><section><h3>Racelab’s</h3>` +
      `<pre class="annotated" tabindex="0">${preformatted(annotated(twin))}</pre>` +
      '</section></div>') +
      (twin.tsan ? '\nHover over a line of the left one for what it means; ' +
       '[reading a report](/concepts/reading_a_report) explains all of ' +
       'them.\n' : '');
}

// The first finding, without what the page says anyway.
export function annotated(twin) {
  const lines = twin.annotated.split('\n');
  const rules = lines.flatMap((line, i) => /^─{20,}$/.test(line) ? [i] : []);
  const [first, second] = [rules[0] - 1, rules[1] ? rules[1] - 1 : undefined];
  return lines.slice(first, second).join('\n').trimEnd();
}

function stepping(twin) {
  return '## Step through it\n' + raw('<p>Arrow keys go on and back, Home and ' +
      'End to either end. This is the shortest schedule that was found to ' +
      'show it.</p>') + `\n<Evidence name="${twin.name}" />\n`;
}

function times(pattern, twin) {
  const {own, pattern: right} = twin.timelines;
  const latency = latency_table([
    {title: 'Pattern', latency: pattern.subject.latency},
    {title: 'Twin', latency: twin.subject.latency}]);
  const reason = twin.subject.latency ? '' :
      `\nThe twin’s real latency was not measured: ` +
      `${twin.subject.latency_reason}.\n`;
  return '## Both in time\n' +
      `\nVirtual time. The twin in schedule \`${own.token}\`, which shows its ` +
      `bug (${own.circumstances}); the pattern in the same circumstances.\n` +
      raw(timelines_svg([{title: 'Pattern', timeline: right},
                         {title: 'Broken twin', timeline: own}])) +
      (own.ending ? `\nHow the twin’s ends: ${escaped(own.ending)}\n` : '') +
      raw(latency) + reason +
      '\n[Why a stopwatch does not decide](/concepts/stopwatches).\n';
}

function certainty({subject}) {
  const first = subject.findings[0];
  return '## How sure that is\n' +
      `\nExplored: ${escaped(subject.schedules.description)}. ` +
      '[What that means](/concepts/schedules). To see exactly this schedule ' +
      'again:\n' +
      `\n<!-- commands: exit 1 -->\n\`\`\`sh\n${first.replay}\n\`\`\`\n`;
}

function known_as(twin) {
  const lists = index().sources.lists ?? [];
  const items = lists.flatMap((list) => list.items.filter(
      (each) => twin.sources.includes(each.id)).map((each) =>
      `<li>${escaped(list.name)}: ${escaped(each.title)} ` +
      `(<code>${escaped(each.id)}</code>)</li>`));
  if (items.length === 0) return '';
  return '## Known as\n' + raw(`<ul>${items.join('')}</ul>`);
}

function mending(twin) {
  return '## To mend it\n' + `\n${with_code(twin.hint)}\n` +
      '\nAn exercise of this kind is in the ' +
      '[workshop](/guides/give_a_workshop); a solution of your own is judged ' +
      'by\n' + `\n\`\`\`sh\n./run_tsan.sh check mine.cpp --lesson ` +
      `${twin.lesson}\n\`\`\`\n`;
}

export function twin_page(name) {
  const twin = captured(name);
  const pattern = captured(`${twin.lesson}/pattern`);
  return `# ${title_of(twin.variant)}\n` + intro(twin) +
      comparison(pattern, twin) + what_happens(twin) + reports(twin) +
      stepping(twin) + times(pattern, twin) + certainty(twin) +
      mending(twin) + known_as(twin);
}
