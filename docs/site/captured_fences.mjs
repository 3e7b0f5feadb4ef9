// Distributed under the Boost Software License, Version 1.0.
//
// Fences and words in Markdown that stand for what runs have shown:
//
//   ```racelab timeline L/V…      in time, on one axis
//   ```racelab both L/V           the pattern and the twin, likewise
//   ```racelab latency L/V…       real latency, beside its bounds
//   ```racelab overlap L/V L/V    what a stopwatch would say of the two
//   ```racelab explored L/V…      how many schedules were looked at
//   ```racelab schedule L/V       the first schedule, to be stepped through
//   ```racelab graph L/V          what orders the first race, and what does not
//   ```racelab tsan L/V           ThreadSanitizer's first report of it
//   ```racelab source FILE WORDS  an excerpt: see excerpt.mjs
//   ```racelab program P [ARG]…   a program of docs/programs/ and its output
//   ```racelab run P [ARG]…       its output alone
//   ```racelab explained P        its first report, line by line
//   ```racelab figures            how fast it is, beside its peers
//   ```racelab bugs               until a twin's bug is found, likewise
//   ```racelab growth TABLE       how cost grows: see growth.mjs
//
// Within a fence, each line is a claim of what it shows: that has it, or, after
// "not: ", has it not.
//
//   `racelab explored L/V`        the number of schedules, in words
//   `racelab token L/V`           of the first schedule that shows it
//   `racelab goals`               how many are met, missed, …

import {captured, source_lines} from './captured.mjs';
import {excerpt_of} from './excerpt.mjs';
import {growth_html} from './growth.mjs';
import {latency_table, overlap_words} from './latency.mjs';
import {listing} from './listing.mjs';
import {measured} from './measured.mjs';
import {command_of, result_of, source_of, status_with_reports}
    from './programs.mjs';
import {bugs_html, figures_html, tally} from './speed.mjs';
import {timelines_svg} from './timelines.mjs';
import {explained_html, first_report, report_html} from './tsan_text.mjs';
import {escaped, title_of} from './words.mjs';

const as_html = (html) => `<div v-pre>${html}</div>\n`;

function subject_title({lesson, variant}) {
  return variant === 'pattern' ? `${title_of(lesson)}, the pattern` :
      title_of(variant);
}

function subject_link(subject) {
  const page = subject.variant === 'pattern' ? subject.lesson : subject.name;
  return `<a href="../lessons/${page}.html">` +
      `${escaped(subject_title(subject))}</a>`;
}

// --- Subjects ----------------------------------------------------------------

function timeline(names) {
  return as_html(timelines_svg(names.map(captured).map((each) => ({
    title: subject_title(each), timeline: each.timelines.own}))));
}

// In the circumstances that show what is wrong with the twin.
function both([name]) {
  const {variant, timelines} = captured(name);
  return as_html(timelines_svg([
    {title: 'Pattern', timeline: timelines.pattern},
    {title: title_of(variant), timeline: timelines.own}]));
}

function latency(names) {
  return as_html(latency_table(names.map(captured).map((each) => ({
    title: subject_link(each), latency: each.subject.latency}))));
}

function overlap(names) {
  return as_html(`<p data-measured>${overlap_words(...names.map(captured).map(
      (each) => ({title: subject_title(each), latency: each.subject.latency})))
  }</p>`);
}

function explored(names) {
  const rows = names.map(captured).map((each) => '<tr><th scope="row">' +
      `${subject_link(each)}</th><td>` +
      `${escaped(each.subject.schedules.description)}</td><td>` +
      [...new Set(each.subject.findings.map(({schedule}) => schedule))]
          .map((token) => `<code>${escaped(token)}</code>`).join(' ') +
      '</td></tr>');
  return as_html('<table class="explored-table"><thead><tr><th scope="col">' +
      'Subject</th><th scope="col">Explored</th><th scope="col">Shown by</th>' +
      `</tr></thead><tbody>${rows.join('')}</tbody></table>`);
}

function schedule([name]) {
  return `<Evidence name="${name}" />\n`;
}

function graph([name]) {
  return `<Evidence name="${name}" only="graph" />\n`;
}

function tsan([name]) {
  const {subject, tsan: {text}} = captured(name);
  return as_html(report_html(first_report(text), subject.file));
}

function source([file, ...words]) {
  const {lines, first} = excerpt_of(file, words.join(' '));
  return as_html(listing(file, lines, {first}));
}

// --- Programs ----------------------------------------------------------------

// A program's own words, then ThreadSanitizer's.
function output_html(output, own) {
  const begin = output.indexOf('==================\n');
  const printed = begin === -1 ? output : output.slice(0, begin);
  const reports = begin === -1 ? [] : output.slice(begin).trimEnd().split('\n');
  return (printed === '' ? '' : '<pre class="printed" tabindex="0" ' +
      'role="group" aria-label="What it prints">' +
      `${escaped(printed.trimEnd())}</pre>`) +
      (reports.length === 0 ? '' : report_html(reports, own));
}

function ending_words(status) {
  return status === status_with_reports ?
      `It ends with status ${status}: ThreadSanitizer has reported something.` :
      'It ends with status 0.';
}

function run([name, ...words]) {
  const {status, output} = result_of(name, words);
  return as_html('<div class="program"><pre class="typed" tabindex="0" ' +
      'role="group" aria-label="What was typed">' +
      `${escaped(command_of(name, words))}</pre>` +
      output_html(output, source_of(name)) +
      `<p class="ending">${ending_words(status)}</p></div>`);
}

function code_of(name) {
  const lines = source_lines(source_of(name));
  const first = lines.findIndex((line) => line.startsWith('#include'));
  const about = lines.slice(2, first).map((line) => line.replace(/^\/\/ ?/, ''))
      .join(' ').trim();
  return `<p>${escaped(about)}</p>` + listing(
      source_of(name), lines.slice(first), {first: first + 1});
}

function program([name, ...words]) {
  return as_html(code_of(name)) + run([name, ...words]);
}

function explained([name, ...words]) {
  const {output} = result_of(name, words);
  return as_html(explained_html(first_report(output), source_of(name)));
}

// --- Speed -------------------------------------------------------------------

const bench = () => measured('bench.json');

const figures = () => as_html(figures_html(bench()));
const bugs = () => as_html(bugs_html(bench()));
const growth = ([table]) => as_html(growth_html(measured('growth.json'), table));

// -----------------------------------------------------------------------------

const fences = {timeline, both, latency, overlap, explored, schedule, graph,
                tsan, source, program, run, explained, figures, bugs, growth};

const phrases = {
  explored: ([name]) => captured(name).subject.schedules.description,
  token: ([name]) => captured(name).subject.findings[0].schedule,
  goals: () => tally(bench()),
};

// As it is read, or read out: without markup.
function text_of(html) {
  return html.replaceAll(/<[^>]*\baria-label="([^"]*)"[^>]*>/g, '$1 ')
      .replaceAll(/<[^>]*>/g, '').replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>').replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
}

function check_claims(html, claims) {
  const text = text_of(html);
  for (const claim of claims.split('\n').filter((each) => each !== '')) {
    const denied = claim.startsWith('not: ');
    const words = denied ? claim.slice('not: '.length) : claim;
    if (text.includes(words) === denied) {
      throw new Error(`it ${denied ? 'has' : 'lacks'} “${words}”:\n${text}`);
    }
  }
}

function drawn(kinds, what, page, claims = '') {
  const [kind, ...rest] = what;
  try {
    if (!Object.hasOwn(kinds, kind)) throw new Error('there is no such fence');
    const html = kinds[kind](rest);
    check_claims(html, claims);
    return html;
  } catch (error) {
    throw new Error(`${page}: racelab ${what.join(' ')}: ${error.message}`);
  }
}

// What follows "racelab", or null: it is another fence.
function wanted_by(text) {
  const parts = text.trim().split(/\s+/);
  return parts[0] === 'racelab' && parts.length > 1 ? parts.slice(1) : null;
}

export function captured_fences(md) {
  const {fence, code_inline} = md.renderer.rules;
  md.renderer.rules.fence = (tokens, i, options, env, self) => {
    const what = wanted_by(tokens[i].info);
    return what === null ? fence(tokens, i, options, env, self) :
        drawn(fences, what, env.relativePath, tokens[i].content);
  };
  md.renderer.rules.code_inline = (tokens, i, options, env, self) => {
    const what = wanted_by(tokens[i].content);
    if (what === null) return code_inline(tokens, i, options, env, self);
    const said = drawn(phrases, what, env.relativePath);
    const text = escaped(said);
    return what[0] === 'token' ? `<code>${text}</code>` : text;
  };
}
