// Distributed under the Boost Software License, Version 1.0.
//
// A schedule that can be stepped through: forwards and backwards, by buttons,
// by a slider and by keyboard. The source shows where each thread is.

// The files that the schedule's threads are in, with the lines that matter.
function files_of(schedule) {
  const files = new Map();
  for (const event of schedule.events) {
    for (const cell of cells_of(event)) {
      const frame = own_frame(cell.stack);
      if (frame === null || source_line(frame.file, frame.line) === null) {
        continue;
      }
      const range = files.get(frame.file) || [frame.line, frame.line];
      files.set(frame.file, [Math.min(range[0], frame.line),
                             Math.max(range[1], frame.line)]);
    }
  }
  return files;
}

// The source of one file from a few lines above to a few below what is used.
function stepped_file(file, [first, last]) {
  const rows = new Map();
  const nodes = [];
  const numbers = [];
  for (let i = Math.max(1, first - 4); i <= last + 4; i += 1) {
    if (source_line(file, i) !== null) numbers.push(i);
  }
  const indent = common_indent(numbers.map((i) => source_line(file, i)));
  for (const i of numbers) {
    const line = source_line(file, i).slice(indent);
    const signs = make('span', {class: 'at-line'});
    const row = make('div', {class: 'line'},
        make('span', {class: 'gutter'},
            make('span', {class: 'number'}, String(i)), signs),
        make('code', {}, code_parts(line, null)));
    rows.set(i, {row, signs});
    nodes.push(row);
  }
  const node = scrollable(`Source of ${file_name(file)}`,
                          {class: 'source stepped'}, nodes);
  return {node, rows};
}

function stepped_source(schedule) {
  const files = new Map();
  const nodes = [];
  for (const [file, range] of files_of(schedule)) {
    const shown = stepped_file(file, range);
    files.set(file, shown);
    nodes.push(make('p', {class: 'file'}, file), shown.node);
  }
  if (nodes.length === 0) {
    nodes.push(make('p', {class: 'missing'},
                    'No event of this schedule has a line of the source.'));
  }

  function clear() {
    for (const {rows} of files.values()) {
      for (const {row, signs} of rows.values()) {
        row.classList.remove('here', 'there');
        signs.replaceChildren();
      }
    }
  }

  // places: thread to frame; `moved` are the threads of the current step.
  function show(places, moved) {
    clear();
    for (const [thread, frame] of places) {
      const shown = files.get(frame.file);
      const line = shown && shown.rows.get(frame.line);
      if (!line) continue;
      const now = moved.has(thread);
      line.row.classList.add(now ? 'here' : 'there');
      line.signs.append(make('span', {
        class: `thread-sign ${lane_class(thread)}${now ? ' now' : ''}`,
        title: thread_words(thread),
      }, `${now ? '▸' : ''}T${thread ?? '?'}`,
      make('span', {class: 'hidden'}, ' is here ')));
      if (now) {
        shown.node.scrollTop =
            line.row.offsetTop - shown.node.clientHeight / 2;
      }
    }
  }
  return {node: make('div', {class: 'stepped-source'}, nodes), show};
}

// By event, where the threads are that it happens to: [thread, frame].
function moves_of(schedule) {
  return schedule.events.map((event) => cells_of(event)
      .map((cell) => [cell.thread, own_frame(cell.stack)])
      .filter(([, frame]) => frame !== null));
}

// Where each thread is after the events up to `last`.
function places_at(moves, last) {
  const places = new Map();
  for (let i = 0; i <= last; i += 1) {
    for (const [thread, frame] of moves[i]) places.set(thread, frame);
  }
  return places;
}

function stepper(schedule, marked) {
  let steps = steps_of(schedule, marked, false);
  if (steps.length === 0) steps = steps_of(schedule, marked, true);
  let current = 0;
  const moves = moves_of(schedule);
  const table = trace_table(go_to);
  const source = stepped_source(schedule);
  let times = timeline(schedule, steps, go_to);
  const times_box = make('div', {}, times.node);
  const told = make('p', {class: 'step-words', role: 'status'});
  const position = make('span', {class: 'step-position'});
  const slider = make('input', {
    type: 'range', min: 0, 'aria-label': 'Step',
    input: () => go_to(Number(slider.value))});
  const button = (sign, words, target) => make(
      'button', {type: 'button', click: () => go_to(target())},
      make('span', {'aria-hidden': 'true'}, sign),
      make('span', {class: 'button-words'}, words));
  const buttons = {
    first: button('|◀', 'First', () => 0),
    back: button('◀', 'Back', () => current - 1),
    next: button('▶', 'Next', () => current + 1),
    last: button('▶|', 'Last', () => steps.length - 1),
  };
  const wrong = steps.some((step) => step.marked) ?
      button('◆', 'To what goes wrong', next_marked) : null;
  const everything = make('input', {
    type: 'checkbox', change: () => refill(everything.checked)});

  function next_marked() {
    const after = steps.findIndex((step, i) => i > current && step.marked);
    return after >= 0 ? after : steps.findIndex((step) => step.marked);
  }

  function refill(all) {
    const index = steps[current].index;
    steps = steps_of(schedule, marked, all);
    times = timeline(schedule, steps, go_to);
    times_box.replaceChildren(times.node);
    table.show(steps);
    const same = steps.findIndex((step) => step.index >= index);
    go_to(same >= 0 ? same : steps.length - 1);
  }

  function go_to(number) {
    current = Math.max(0, Math.min(steps.length - 1, number));
    const step = steps[current];
    slider.max = steps.length - 1;
    slider.value = current;
    slider.setAttribute('aria-valuetext',
                        `${current + 1} of ${steps.length}`);
    position.textContent =
        `Step ${current + 1} of ${steps.length}, ${step.time} ms`;
    told.replaceChildren(
        make('span', {class: 'sign', 'aria-hidden': 'true'},
             step.marked ? '◆ ' : ''),
        capitalized(step_words(step)));
    told.classList.toggle('marked', step.marked);
    for (const [name, end] of [['first', 0], ['back', 0],
                               ['next', steps.length - 1],
                               ['last', steps.length - 1]]) {
      // Not `disabled`: who has just pressed it keeps the focus on it.
      buttons[name].setAttribute('aria-disabled', String(current === end));
    }
    source.show(places_at(moves, step.index),
                new Set(step.cells.map((cell) => cell.thread)));
    table.mark(current);
    times.mark(current);
  }

  function on_key(event) {
    if (event.target === slider || event.altKey || event.ctrlKey ||
        event.metaKey) return;
    const moves = {ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0,
                   End: steps.length - 1};
    if (!Object.hasOwn(moves, event.key)) return;
    go_to(moves[event.key]);
    event.preventDefault();
  }

  table.show(steps);
  const node = make('div', {
    class: 'stepper', role: 'group', tabindex: 0, keydown: on_key,
    'aria-label': 'The schedule, step by step: arrow keys go on and back',
    'aria-keyshortcuts': 'ArrowRight ArrowLeft Home End',
  },
  make('div', {class: 'step-bar'}, Object.values(buttons), wrong, slider,
       position),
  told,
  make('div', {class: 'step-panes'}, source.node, table.node),
  make('label', {class: 'check'}, everything,
       'Show also locks, atomic operations and waits that seldom matter'),
  make('h4', {}, 'Timeline'), times_box,
  schedule.ending ? make('p', {class: 'note'}, schedule.ending) : null,
  schedule.truncated ? make('p', {class: 'note'},
      'The recorder’s memory was exhausted: what followed is missing.') : null);
  go_to(Math.max(0, steps.findIndex((step) => step.marked)));
  // What can be scrolled can be once it is in the page.
  requestAnimationFrame(() => go_to(current));
  return node;
}
