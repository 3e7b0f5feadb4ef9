// Distributed under the Boost Software License, Version 1.0.
//
// A class of learners: who is where, what stops most of them, and one learner
// with all exercises.

// "2026-03-01T12:00:00Z", to the minute and in one piece.
function time_words(time) {
  return (time || '').slice(0, 16).replaceAll('-', '\u2011')
      .replace('T', '\u00a0');
}

function place_of_learner(learner) {
  return learner.at === null ? 'all passed' : `at ${learner.at}`;
}

function learner_entries() {
  return report.learners.map((learner, index) => ({
    key: String(index), title: learner.name, learner,
    sign: learner.at === null ? '✓' : '·',
    tone: learner.at === null ? 'good' : 'plain',
    count: `${learner.passed} of ${report.exercises.length}`,
    detail: [place_of_learner(learner), learner.stopped_by]
        .filter(Boolean).join(' · '),
    text: [learner.name, learner.at, learner.stopped_by]
        .join(' ').toLowerCase(),
  }));
}

function learner_list(open) {
  const of_learners = (name) => options_of('any', report.learners
      .map((each) => each[name]).filter((each) => each !== null));
  return entry_list({
    label: 'Learners', noun: 'learner', entries: learner_entries(), open,
    choices: [
      {label: 'Is at', values: of_learners('at'),
       matches: (entry, value) => entry.learner.at === value},
      {label: 'Stopped by', values: of_learners('stopped_by'),
       matches: (entry, value) => entry.learner.stopped_by === value},
    ],
    orders: [
      ['name', null],
      ['least passed', (one, other) =>
        one.learner.passed - other.learner.passed],
      ['most tries', (one, other) => other.learner.tries - one.learner.tries],
    ],
  });
}

// Rows of cells; the first of each row is its heading, and numbers are right.
function class_table(label, headings, rows) {
  const amount = (cell) => (typeof cell === 'number' ? 'amount' : null);
  return scrollable(label, {class: 'table-box'}, make('table',
      {class: 'overview'},
      make('thead', {}, make('tr', {}, headings.map((each, i) => make(
          'th', {scope: 'col',
                 class: rows.length > 0 ? amount(rows[0][i]) : null}, each)))),
      make('tbody', {}, rows.map(([first, ...rest]) => make('tr', {},
          make('th', {scope: 'row'}, first),
          rest.map((cell) => make('td', {class: amount(cell)}, cell)))))));
}

function titled(title, node) {
  return [make('h3', {}, title), node];
}

function class_sentence() {
  const stops = report.findings.filter((each) => each.stops > 0);
  const done = report.learners.filter((each) => each.at === null).length;
  return [
    `${done.toLocaleString('en')} of ` +
        `${count_of(report.learners.length, 'learner')} passed everything. `,
    stops.length > 0 ? ['What stops most of the others: ',
                        make('code', {}, stops[0].id),
                        ` (${count_of(stops[0].stops, 'learner')}).`] : null,
  ];
}

function class_overview() {
  const reached = report.exercises.filter((each) =>
      each.passed + each.here + each.tries + each.hints > 0);
  return make('article', {},
      make('h2', {}, report.title),
      make('p', {class: 'sentence'}, class_sentence()),
      report.problems.length > 0 ? make('div', {class: 'note'},
          make('h3', {}, 'Not counted'),
          make('ul', {}, report.problems.map((each) => make('li', {},
              make('strong', {}, each.name), `: ${each.why}`)))) : null,
      titled('Who is where', class_table('Who is where',
          ['Learner', 'Passed', 'Is at', 'Tries', 'Hints', 'Stopped by',
           'Last pass (UTC)'],
          report.learners.map((each, index) => [
            make('a', {href: link_to(String(index))}, breakable(each.name)),
            each.passed, each.at || '✓ all passed', each.tries, each.hints,
            each.stopped_by || '', time_words(each.last_pass)]))),
      report.findings.length > 0 ?
          titled('What stops them', class_table('What stops them',
              ['Finding', 'Stops', 'Met by'],
              report.findings.map((each) => [
                make('code', {}, each.id), each.stops, each.met]))) : null,
      reached.length > 0 ?
          titled('Exercise by exercise', class_table('Exercise by exercise',
              ['Exercise', 'Kind', 'Passed', 'Here', 'Tries', 'Hints'],
              reached.map((each) => [each.name, each.kind, each.passed,
                                     each.here, each.tries, each.hints]))) :
          null,
      make('p', {class: 'key'}, 'Stops: learners who met the finding in an ' +
          'exercise that they have not passed. Here: learners whose first ' +
          'exercise not passed it is. Exercises that nobody has come to are ' +
          'left out.'));
}

function findings_words(findings) {
  return Object.entries(findings).map(([id, count]) =>
      (count === 1 ? id : `${id} (${count} times)`)).join(', ');
}

function learner_page(key) {
  const learner = report.learners[Number(key)];
  if (!learner) return null;
  return make('article', {},
      make('h2', {}, learner.name),
      make('p', {class: 'sentence'},
          `${learner.passed} of ${report.exercises.length} passed` +
          `${learner.at === null ? '' : `, ${place_of_learner(learner)}`}; ` +
          `${learner.tries === 1 ? '1 try' : `${learner.tries} tries`}, ` +
          `${count_of(learner.hints, 'hint')}.`),
      class_table('All exercises',
          ['Exercise', 'Kind', 'Passed at (UTC)', 'Tries', 'Hints', 'Findings'],
          learner.exercises.map((each, i) => [
            report.exercises[i].name, report.exercises[i].kind,
            time_words(each.passed_at), each.tries, each.hints,
            findings_words(each.findings)])));
}

const class_page = {
  title: 'A class in the workshop',
  list: learner_list,
  overview: class_overview,
  detail: learner_page,
  first: () => null,
  label: 'Learners',
  noun: 'learner',
};
