// Distributed under the Boost Software License, Version 1.0.
//
// The subjects of a run: their overview, and one of them with its findings.

function verdict_look(subject) {
  if (subject.diagnostics) return ['✗', 'bad', 'does not compile'];
  if (subject.verdict === 'inconclusive') return ['?', 'unsure',
                                                  'inconclusive'];
  const sign = subject.as_expected ? '✓' : '✗';
  return [sign, subject.as_expected ? 'good' : 'bad', subject.verdict +
      (subject.as_expected && subject.kind === 'antipattern' ?
       ', as it should be' : '')];
}

function verdict_chip(subject) {
  const [sign, tone, words] = verdict_look(subject);
  return make('span', {class: `chip ${tone}`},
      make('span', {'aria-hidden': 'true'}, `${sign} `), words);
}

function finding_ids(subject) {
  return [...new Set(subject.findings.map((each) => each.id))];
}

function run_entries() {
  return report.subjects.map((subject) => {
    const [sign, tone, words] = verdict_look(subject);
    const ids = finding_ids(subject).join(', ');
    return {
      key: subject.name, title: subject.variant || subject.name, sign, tone,
      subject, detail: `${subject.lesson}: ${ids || words}`,
      text: [subject.name, words, ids, subject.shows, subject.kind]
          .join(' ').toLowerCase(),
    };
  });
}

function options_of(words, values) {
  return [['', words], ...[...new Set(values)].sort().map(
      (value) => [value, value])];
}

function run_list(open) {
  const several = report.subjects.length > 1;
  return entry_list({
    label: 'Subjects', noun: 'subject', entries: run_entries(), open,
    choices: several ? [
      {label: 'Verdict',
       values: options_of('any', report.subjects.map((s) => s.verdict)),
       matches: (entry, value) => entry.subject.verdict === value},
      {label: 'Finding',
       values: options_of('any', report.subjects.flatMap(finding_ids)),
       matches: (entry, value) => finding_ids(entry.subject).includes(value)},
    ] : [],
    orders: [],
  });
}

// --- The overview ---------------------------------------------------------

// A list rather than a table: on a phone a row becomes a few lines.
function overview_row(subject, longest) {
  const [sign, tone] = verdict_look(subject);
  return make('li', {class: 'overview-row'},
      make('a', {href: link_to(subject.name)}, breakable(subject.name)),
      make('span', {class: `chip ${tone}`}, `${sign} ${subject.verdict}`),
      make('span', {class: 'ids'}, finding_ids(subject).join(', ')),
      make('span', {class: 'bars'}, subject.latency ?
          latency_plot(subject.latency, longest, false) : null),
      make('span', {class: 'schedules'}, subject.schedules.description));
}

function lesson_view(lesson, longest) {
  const subjects = report.subjects.filter(
      (each) => each.lesson === lesson.name);
  return make('section', {},
      make('h3', {}, lesson.name),
      make('p', {class: 'key'}, lesson.contract),
      make('ul', {class: 'overview-list'}, subjects.map(
          (each) => overview_row(each, longest))));
}

function run_overview() {
  const longest = longest_latency(report.subjects);
  return make('article', {},
      make('h2', {}, report.summary),
      make('p', {class: 'key'}, '✓ is as expected, ✗ is not. The bars are ' +
          'real latency, all to the same scale, from above: p50 ' +
          '(half of the runs took less), p99, the critical path of the calls ' +
          'made, and their sum one after another.'),
      report.lessons.map((each) => lesson_view(each, longest)));
}

// --- One subject ----------------------------------------------------------

function origin_words(schedule, thread) {
  if (thread === null || thread === undefined || !schedule ||
      !schedule.threads[thread]) return null;
  if (thread === 0) return 'Thread 0 called the function under test.';
  const self = schedule.threads[thread];
  const frame = own_frame(self.created_stack);
  const place = frame === null ? '' : ` at ${place_words(frame)}`;
  return `Thread ${thread} was started by ${thread_words(self.parent)}` +
      `${place}.`;
}

// The accesses of a run know their threads by name.
function thread_number_of(words) {
  const found = /^thread (\d+)$/.exec(words);
  return found === null ? null : Number(found[1]);
}

function race_of(finding, schedule) {
  const accesses = [...finding.race.accesses].reverse();
  return [
    pair_view(accesses.map((access, i) => access_card(
        access, i < accesses.length - 1,
        make('p', {class: 'origin'},
             origin_words(schedule, thread_number_of(access.thread))), null))),
    finding.memory ? make('p', {}, finding.memory) : null,
    finding.graph ? [make('h4', {}, 'What orders them'),
                     order_graph(finding.graph)] : null,
  ];
}

function related_words(finding) {
  if (finding.race || finding.related.length === 0) return null;
  return make('p', {class: 'key'}, 'See also ',
      finding.related.map((each, i) => [i > 0 ? ', ' : '',
                                        place_words(each)]), '.');
}

function finding_view(finding, schedule) {
  return make('section', {class: 'finding'},
      make('h3', {}, make('code', {}, finding.id), ' ',
          finding.file ? make('span', {class: 'place'},
                              `${finding.file}:${finding.line}`) : null,
          finding.known ? [' ', make('span', {class: 'chip unsure'},
                                     'known from the baseline')] : null),
      make('p', {class: 'sentence'}, with_code(finding.message)),
      finding.race ? race_of(finding, schedule) :
          [excerpt(finding), related_words(finding)]);
}

// The schedules in the order of the findings that they show.
function schedule_view(schedule, findings) {
  const marked = new Set(findings.flatMap((each) => each.events));
  return make('section', {class: 'schedule'},
      findings.map((each) => finding_view(each, schedule)),
      make('h3', {}, 'How it happened'),
      make('p', {class: 'key'},
          `Schedule ${schedule.token}: ${schedule.circumstances}.`),
      stepper(schedule, marked),
      findings.length > 0 ? [make('p', {class: 'key'}, 'See it again:'),
                             command_line(findings[0].replay)] : null);
}

function latency_view(subject) {
  if (!subject.latency) {
    return subject.latency_reason ? make('p', {class: 'key'},
        `Its real latency was not measured: ${subject.latency_reason}.`) : null;
  }
  const {latency} = subject;
  return make('figure', {},
      make('figcaption', {}, `Real latency over ${count_of(latency.runs,
                                                           'run')}`),
      latency_plot(latency, longest_latency([subject]), true));
}

function subject_page(name) {
  const subject = report.subjects.find((each) => each.name === name);
  if (!subject) return null;
  const shown_in = (token) => subject.findings.filter(
      (each) => each.schedule === token);
  const known = new Set(subject.evidence.map((each) => each.token));
  const others = subject.findings.filter((each) => !known.has(each.schedule));
  return make('article', {},
      make('h2', {}, breakable(subject.name), ' ', verdict_chip(subject)),
      subject.shows ? make('p', {class: 'sentence'}, subject.shows) : null,
      subject.reasons.map((each) => make('p', {class: 'note'}, each)),
      subject.diagnostics ?
          scrollable('The compiler’s messages', {class: 'source'},
                     make('pre', {}, subject.diagnostics)) : null,
      make('p', {class: 'key'}, subject.file,
          subject.schedules.explored > 0 ?
              ` · explored ${subject.schedules.description}` : ''),
      latency_view(subject),
      others.map((each) => finding_view(each, null)),
      subject.evidence.map((each) => schedule_view(each,
                                                   shown_in(each.token))),
      subject.findings.length === 0 && !subject.diagnostics &&
          subject.verdict === 'correct' ?
          make('p', {}, 'Nothing wrong was seen.') : null);
}

const run_page = {
  title: 'Racelab report',
  list: run_list,
  overview: run_overview,
  detail: subject_page,
  first: () => (report.subjects.length === 1 ? report.subjects[0].name : null),
  label: 'Subjects',
  noun: 'subject',
};
