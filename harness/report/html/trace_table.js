// Distributed under the Boost Software License, Version 1.0.
//
// A schedule as a table: one column a thread, time downwards. Of a long one
// only the rows near the current step are in the document.

const rows_around = 120;

function threads_in(steps) {
  const threads = new Set();
  for (const step of steps) {
    for (const cell of step.cells) threads.add(cell.thread);
  }
  return [...threads].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
}

// What happens in an event, in each of the threads it happens to.
function cells_of(event) {
  const {race} = event;
  return race && race.length > 0 ? race :
      [{thread: event.thread, what: event.what, stack: event.stack}];
}

// The events that are worth a step, equal ones that follow each other as one.
function steps_of(schedule, marked, everything) {
  const steps = [];
  schedule.events.forEach((event, index) => {
    const points_at = marked.has(index) || (event.race && !event.minor);
    if (event.minor && !everything && !points_at) return;
    const cells = cells_of(event);
    const last = steps[steps.length - 1];
    const same = last && last.time === event.time && last.event.thread ===
        event.thread && last.event.what === event.what && !event.race &&
        last.marked === points_at;
    if (same) {
      last.times += 1;
      last.index = index;
    } else {
      steps.push({index, event, cells, time: event.time, times: 1,
                  marked: Boolean(points_at)});
    }
  });
  return steps;
}

function step_words(step) {
  const words = step.cells.map(
      (cell) => `${thread_words(cell.thread)} ${spoken(cell.what)}`);
  const times = step.times > 1 ? `, ${step.times} times` : '';
  return words.join('; ') + times;
}

function trace_table(go_to) {
  const body = make('tbody');
  const head = make('tr');
  const table = make('table', {class: 'trace'},
      make('caption', {class: 'hidden'},
          'What each thread does, one step a row; time runs downwards'),
      make('thead', {}, head), body);
  const node = scrollable('The schedule, step by step', {class: 'trace-box'},
                          table);
  let steps = [];
  let threads = [];
  let first = 0;
  let last = 0;

  function row_of(step, number) {
    const previous = steps[number - 1];
    const repeated = previous && previous.time === step.time;
    const cell_of = (thread) => step.cells
        .filter((each) => each.thread === thread)
        .map((each) => spoken(each.what).replace(/ (\d+)$/, '\u00a0$1'))
        .join('; ');
    const row = make('tr', {
      class: step.marked ? 'marked' : '', 'data-step': number,
      click: () => go_to(number),
    },
    make('th', {scope: 'row'},
        step.marked ? make('span', {class: 'sign'}, '▸',
            make('span', {class: 'hidden'}, 'marked ')) : null,
        make('span', {class: repeated ? 'hidden' : ''}, step.time)),
    threads.map((thread) => make('td', {}, cell_of(thread),
        step.times > 1 && cell_of(thread) ?
            make('span', {class: 'times'}, ` ×${step.times}`) : null)));
    return row;
  }

  function render(around) {
    first = Math.max(0, around - rows_around);
    last = Math.min(steps.length, around + rows_around);
    body.replaceChildren(...steps.slice(first, last).map(
        (step, i) => row_of(step, first + i)));
  }

  return {
    node,
    show(new_steps) {
      steps = new_steps;
      threads = threads_in(steps);
      head.replaceChildren(make('th', {scope: 'col'}, 'ms'),
          ...threads.map((thread) => make(
              'th', {scope: 'col', class: lane_class(thread)},
              thread_words(thread))));
      render(0);
    },
    mark(number) {
      if (number < first + 5 && first > 0) render(number);
      if (number > last - 6 && last < steps.length) render(number);
      for (const row of body.children) {
        const here = Number(row.dataset.step) === number;
        row.classList.toggle('current', here);
        row.classList.toggle('past', Number(row.dataset.step) < number);
        if (here) row.setAttribute('aria-current', 'step');
        else row.removeAttribute('aria-current');
      }
      const row = body.children[number - first];
      if (!row) return;
      // Only the box is scrolled, never the page under the reader's hands.
      const middle = row.offsetTop - node.clientHeight / 2;
      node.scrollTop = Math.max(0, middle);
    },
  };
}

// Threads have a colour each, besides their name.
function lane_class(thread) {
  return `lane-${(thread ?? 7) % 6}`;
}
