// Distributed under the Boost Software License, Version 1.0.
//
// A schedule in virtual time: a lane for each thread, with its calls, waits and
// sleeps. Much happens at one and the same moment; within it events stand side
// by side in their order.

const lane_height = 44;
const label_width = 76;
const event_width = 13;

// From an event's index to where it stands; `moments` are where time goes on.
function time_axis(schedule, steps) {
  const last = Number(schedule.events[schedule.events.length - 1].time);
  const wanted = new Set(steps.map((step) => step.index));
  for (const each of schedule.spans) wanted.add(each.begin).add(each.end);
  const room = Math.min(1000, Math.max(260, window.innerWidth - 700));
  const scale = last === 0 ? 0 : room / last;
  const at = [];
  const moments = [];
  let x = label_width + 14;
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

function span_shape(span, axis, y) {
  const x = axis.at[span.begin];
  const width = Math.max(6, axis.at[span.end] - x);
  const words = `${span.kind}: ${span.words}`;
  const room = Math.floor((width - 8) / 6.6);
  const height = span.kind === 'call' ? 20 : 12;
  const top = y + (lane_height - height) / 2;
  const short = span.kind === 'call' ? span.words :
      span.kind === 'sleep' ? `sleeps ${span.words}` : `awaits ${span.words}`;
  const text = short.length <= room ? short :
      room > 5 ? `${short.slice(0, room - 1)}…` : '';
  return draw('g', {class: `span ${span.kind}` +
      (span.failed ? ' failed' : '') + (span.ended ? '' : ' open')},
      draw('title', {}, words + (span.failed ? ', failed' : '') +
          (span.ended ? '' : ', never ends')),
      draw('rect', {x, y: top, width, height, rx: 3}),
      text ? draw('text', {x: x + 5, y: y + lane_height / 2 + 4}, text) : null,
      span.ended ? null : draw('text', {
        class: 'never', x: x + width + 3, y: y + lane_height / 2 + 4}, '∞'));
}

function race_shape(step, axis, lanes) {
  const x = axis.at[step.index];
  const at = step.cells.map((cell) => lanes.indexOf(cell.thread))
      .filter((lane) => lane >= 0)
      .map((lane) => 24 + lane * lane_height + lane_height / 2);
  if (at.length === 0) return null;
  return draw('g', {class: 'race'},
      draw('title', {}, step_words(step)),
      draw('line', {x1: x, x2: x, y1: Math.min(...at), y2: Math.max(...at)}),
      at.map((y) => draw('path', {
        d: `M${x} ${y - 8}l8 8l-8 8l-8 -8z`})));
}

function edge_shape(edge, schedule, axis, lanes) {
  const from = lanes.indexOf(schedule.events[edge.from].thread);
  const to = lanes.indexOf(schedule.events[edge.to].thread);
  if (from < 0 || to < 0) return null;
  const middle = (lane) => 24 + lane * lane_height + lane_height / 2;
  return draw('line', {
    class: 'edge', x1: axis.at[edge.from], y1: middle(from),
    x2: axis.at[edge.to], y2: middle(to)}, draw('title', {}, edge.why));
}

function lane_shapes(thread, index, schedule, axis) {
  const y = 24 + index * lane_height;
  const own = schedule.events.map((event, i) => [event, i])
      .filter(([event]) => event.thread === thread);
  const alive = own.length === 0 ? null : draw('line', {
    class: 'alive', x1: axis.at[own[0][1]], x2: axis.at[own.at(-1)[1]],
    y1: y + lane_height / 2, y2: y + lane_height / 2});
  return draw('g', {class: lane_class(thread)}, alive,
      schedule.spans.filter((span) => span.thread === thread)
          .map((span) => span_shape(span, axis, y)));
}

// The names stay in sight while the lanes are scrolled.
function lane_names(lanes, height) {
  return draw('svg', {class: 'lane-names', width: label_width, height,
                      'aria-hidden': 'true'},
      draw('text', {x: 2, y: 14, class: 'axis'}, 'ms'),
      lanes.map((thread, i) => draw('text', {
        x: 2, y: 28 + i * lane_height + lane_height / 2,
        class: lane_class(thread)}, thread_words(thread))));
}

function timeline_words(schedule) {
  const spans = schedule.spans.map((span) => {
    const begin = schedule.events[span.begin].time;
    const end = schedule.events[span.end].time;
    return `${thread_words(span.thread)}: ${span.kind}, ${span.words}, ` +
        (span.ended ? `from ${begin} to ${end} ms` :
                      `from ${begin} ms, never ends`) +
        (span.failed ? ', fails' : '');
  });
  return make('details', {class: 'in-words'},
      make('summary', {}, 'The timeline in words'),
      make('ul', {}, spans.map((words) => make('li', {}, words))));
}

function timeline(schedule, steps, go_to) {
  const axis = time_axis(schedule, steps);
  const lanes = threads_in(steps).filter((thread) => thread !== null);
  const height = 24 + lanes.length * lane_height + 8;
  const cursor = draw('line', {class: 'cursor', y1: 20, y2: height - 4});
  const picture = draw('svg', {
    width: axis.width, height, role: 'img',
    'aria-label': `Timeline of ${count_of(lanes.length, 'thread')} in ` +
        'virtual time; below it in words',
    click: (event) => go_to_nearest(event.offsetX),
  },
  axis.moments.map((moment) => draw('g', {class: 'moment'},
      draw('line', {x1: moment.x, x2: moment.x, y1: 20, y2: height - 4}),
      draw('text', {x: moment.x, y: 14, class: 'axis'}, moment.time))),
  schedule.order.map((edge) => edge_shape(edge, schedule, axis, lanes)),
  lanes.map((thread, i) => lane_shapes(thread, i, schedule, axis)),
  steps.filter((step) => step.marked).map((step) => step.event.race ?
      race_shape(step, axis, lanes) : mark_shape(step, axis, lanes)),
  cursor);
  const box = scrollable('Timeline', {class: 'timeline-box'}, picture);

  function go_to_nearest(x) {
    let best = 0;
    steps.forEach((step, number) => {
      const distance = (each) => Math.abs(axis.at[each.index] - x);
      if (distance(step) < distance(steps[best])) best = number;
    });
    go_to(best);
  }

  return {
    node: make('div', {class: 'timeline'},
        make('div', {class: 'timeline-row'}, lane_names(lanes, height), box),
        make('p', {class: 'key'}, 'Bars are calls, thin bars waits and sleeps; ' +
            'dotted lines are threads started and joined; ◆ marks what ' +
            'goes wrong. Within one moment the order counts, not the distance.'),
        timeline_words(schedule)),
    mark(number) {
      const x = axis.at[steps[number].index];
      cursor.setAttribute('x1', x);
      cursor.setAttribute('x2', x);
      const left = x - box.clientWidth * 0.6;
      if (x < box.scrollLeft + 40 ||
          x > box.scrollLeft + box.clientWidth - 40) {
        box.scrollLeft = Math.max(0, left);
      }
    },
  };
}

function mark_shape(step, axis, lanes) {
  const lane = lanes.indexOf(step.event.thread);
  if (lane < 0) return null;
  const x = axis.at[step.index];
  const y = 24 + lane * lane_height + lane_height / 2;
  return draw('g', {class: 'race'}, draw('title', {}, step_words(step)),
      draw('path', {d: `M${x} ${y - 7}l7 7l-7 7l-7 -7z`}));
}
