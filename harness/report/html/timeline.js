// Distributed under the Boost Software License, Version 1.0.
//
// A schedule in virtual time: a lane for each thread, with its calls, waits and
// sleeps. Much happens at one and the same moment; within it events stand side
// by side in their order.

const lane_height = 44;
const label_width = 76;
const event_width = 13;
const letter_width = 6.6;

const lane_top = (lane) => 24 + lane * lane_height;
const lane_middle = (lane) => lane_top(lane) + lane_height / 2;

// From an event's index to where it stands; `moments` are where time goes on.
function time_axis(schedule, steps) {
  const last = Number(schedule.events[schedule.events.length - 1].time);
  const wanted = new Set(steps.map((step) => step.index));
  for (const each of schedule.spans) wanted.add(each.begin).add(each.end);
  const room = Math.min(1000, Math.max(260, window.innerWidth - 700));
  const scale = last === 0 ? 0 : room / last;
  const at = [];
  const moments = [];
  let x = 14;
  let time = null;
  schedule.events.forEach((event, index) => {
    if (event.time !== time) {
      if (time !== null) x += Math.max(26, scale * (event.time - time));
      time = event.time;
      moments.push({time, x});
    } else if (wanted.has(index)) {
      x += event_width;
    }
    at.push(x);
  });
  return {at, moments, width: x + 40};
}

// What a span's bar says, as far as there is room.
function span_words(span, room) {
  const words = span.kind === 'call' ? span.words :
      span.kind === 'sleep' ? `sleeps ${span.words}` : `awaits ${span.words}`;
  const letters = Math.floor(room / letter_width);
  if (words.length <= letters) return words;
  return letters > 5 ? `${words.slice(0, letters - 1)}…` : '';
}

// `sight`: where what can be seen begins. Words that begin before it would be
// cut there, and so begin with it; and beside ◆ if that stands where they do.
function span_shape(span, axis, lane, sight, marked) {
  const x = axis.at[span.begin];
  const width = Math.max(6, axis.at[span.end] - x);
  const height = span.kind === 'call' ? 22 : 17;
  const words_x = Math.max(x + (marked ? 6 : 0), sight) + 5;
  const words = span_words(span, x + width - 3 - words_x);
  const baseline = lane_middle(lane) + 4;
  return draw('g', {class: `span ${span.kind} ${lane_class(span.thread)}` +
      (span.failed ? ' failed' : '') + (span.ended ? '' : ' open')},
      draw('title', {}, `${span.kind}: ${span.words}` +
          (span.failed ? ', failed' : '') +
          (span.ended ? '' : ', never ends')),
      draw('rect', {x, y: lane_middle(lane) - height / 2, width, height,
                    rx: 3}),
      words ? draw('text', {x: words_x, y: baseline}, words) : null,
      span.ended ? null : draw('text', {
        class: 'never', x: x + width + 3, y: baseline}, '∞'));
}

// ◆ in the lane of each thread that has a part in it.
function mark_shape(step, axis, lanes) {
  const x = axis.at[step.index];
  const at = step.cells.map((cell) => lanes.indexOf(cell.thread))
      .filter((lane) => lane >= 0).map(lane_middle);
  return draw('g', {class: 'race'},
      draw('title', {}, step_words(step)),
      at.length < 2 ? null : draw('line', {
        x1: x, x2: x, y1: Math.min(...at), y2: Math.max(...at)}),
      at.map((y) => draw('path', {
        d: `M${x} ${y - 8}l8 8l-8 8l-8 -8z`})));
}

// Times that would run into each other are left out.
function moment_items(axis, height) {
  let free = 0;
  return axis.moments.map(({time, x}) => {
    const words = String(time);
    const shown = x >= free;
    if (shown) free = x + (words.length + 1) * letter_width;
    return {left: x, right: x + 40, shape: () => draw('g', {class: 'moment'},
        draw('line', {x1: x, x2: x, y1: 20, y2: height - 4}),
        shown ? draw('text', {x, y: 14, class: 'axis'}, words) : null)};
  });
}

function edge_items(schedule, axis, lanes) {
  return schedule.order.map((edge) => {
    const [x1, x2] = [axis.at[edge.from], axis.at[edge.to]];
    const [from, to] = [edge.from, edge.to].map(
        (index) => lanes.indexOf(schedule.events[index].thread));
    return {left: x1, right: x2, shape: () => from < 0 || to < 0 ? null :
        draw('line', {class: 'edge', x1, y1: lane_middle(from), x2,
                      y2: lane_middle(to)}, draw('title', {}, edge.why))};
  });
}

function life_items(schedule, axis, lanes) {
  const lives = new Map();
  schedule.events.forEach((event, index) => {
    const life = lives.get(event.thread);
    if (life) life.right = axis.at[index];
    else lives.set(event.thread, {left: axis.at[index],
                                  right: axis.at[index]});
  });
  return lanes.filter((thread) => lives.has(thread)).map((thread) => {
    const {left, right} = lives.get(thread);
    const y = lane_middle(lanes.indexOf(thread));
    return {left, right, shape: () => draw('line', {
      class: `alive ${lane_class(thread)}`, x1: left, x2: right, y1: y,
      y2: y})};
  });
}

// All that can be drawn, from back to front: from where to where it reaches,
// and shape(sight) makes it.
function timeline_items(schedule, steps, axis, lanes, height) {
  const spans = schedule.spans.filter((span) => lanes.includes(span.thread));
  const marked = new Set(steps.filter((step) => step.marked)
      .map((step) => step.index));
  return [
    ...moment_items(axis, height), ...edge_items(schedule, axis, lanes),
    ...life_items(schedule, axis, lanes),
    ...spans.map((span) => ({
      left: axis.at[span.begin], right: axis.at[span.end] + 20,
      shape: (sight) => span_shape(span, axis, lanes.indexOf(span.thread),
                                   sight, marked.has(span.begin))})),
    ...steps.filter((step) => step.marked).map((step) => ({
      left: axis.at[step.index] - 8, right: axis.at[step.index] + 8,
      shape: () => mark_shape(step, axis, lanes)})),
  ];
}

// The names stay in sight while the lanes are scrolled.
function lane_names(lanes, height) {
  return draw('svg', {class: 'lane-names', width: label_width, height,
                      'aria-hidden': 'true'},
      draw('text', {x: 2, y: 14, class: 'axis'}, 'ms'),
      lanes.map((thread, i) => draw('text', {
        x: 2, y: lane_middle(i) + 4, class: lane_class(thread)},
        thread_words(thread))));
}

function timeline_words(schedule) {
  const words_of = (span) => {
    const begin = schedule.events[span.begin].time;
    const end = schedule.events[span.end].time;
    return `${thread_words(span.thread)}: ${span.kind}, ${span.words}, ` +
        (span.ended ? `from ${begin} to ${end} ms` :
                      `from ${begin} ms, never ends`) +
        (span.failed ? ', fails' : '');
  };
  return in_words('The timeline in words', () => make('ul', {},
      schedule.spans.map((span) => make('li', {}, words_of(span)))));
}

function timeline(schedule, steps, go_to) {
  const axis = time_axis(schedule, steps);
  const lanes = threads_in(steps).filter((thread) => thread !== null);
  const height = lane_top(lanes.length) + 8;
  const items = timeline_items(schedule, steps, axis, lanes, height);
  const shapes = draw('g');
  const cursor = draw('line', {class: 'cursor', y1: 20, y2: height - 4});
  const moved = draw('g', {}, shapes, cursor);
  const picture = draw('svg', {
    height, role: 'img',
    'aria-label': `Timeline of ${count_of(lanes.length, 'thread')} in ` +
        'virtual time; below it in words',
    click: (event) => go_to_nearest(
        event.clientX - picture.getBoundingClientRect().left + box.scrollLeft),
  }, moved);
  // As long as the timeline, so that there is something to scroll; the picture
  // stays where it is, since one that is very wide takes seconds to be painted.
  const room = make('div', {class: 'room'});
  room.style.width = `${axis.width}px`;
  const box = scrollable('Timeline', {class: 'timeline-box', scroll: render},
                         picture, room);

  function draw_from(left, width) {
    picture.setAttribute('width', width);
    moved.setAttribute('transform', `translate(${-left} 0)`);
    shapes.replaceChildren(...items.filter(
        (each) => each.right >= left && each.left <= left + width)
        .map((each) => each.shape(left)).filter(Boolean));
  }

  // Only what is in sight is in the document.
  function render() {
    draw_from(box.scrollLeft, box.clientWidth);
  }

  function go_to_nearest(x) {
    let best = 0;
    steps.forEach((step, number) => {
      const distance = (each) => Math.abs(axis.at[each.index] - x);
      if (distance(step) < distance(steps[best])) best = number;
    });
    go_to(best);
  }

  box.unfold = () => {
    picture.setAttribute('viewBox', `0 0 ${axis.width} ${height}`);
    draw_from(0, axis.width);
  };
  draw_from(0, window.innerWidth);
  new ResizeObserver(render).observe(box);
  return {
    node: make('div', {class: 'timeline'},
        make('div', {class: 'timeline-row'}, lane_names(lanes, height), box),
        make('p', {class: 'key'}, 'Bars are calls, thin bars waits and sleeps; ' +
            'dotted lines are starts, joins and locks handed over; ◆ marks ' +
            'what goes wrong. Within one moment the order counts, not the ' +
            'distance.'),
        timeline_words(schedule)),
    mark(number) {
      const x = axis.at[steps[number].index];
      cursor.setAttribute('x1', x);
      cursor.setAttribute('x2', x);
      if (x < box.scrollLeft + 40 ||
          x > box.scrollLeft + box.clientWidth - 40) {
        box.scrollLeft = Math.max(0, x - box.clientWidth * 0.6);
      }
    },
  };
}
