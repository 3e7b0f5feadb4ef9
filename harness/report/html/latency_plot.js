// Distributed under the Boost Software License, Version 1.0.
//
// What a caller really waits: beside what it had to, and what it would have
// to wait if nothing happened at once.

const latency_bars = [
  ['p50_ms', 'p50', 'measured'],
  ['p99_ms', 'p99', 'measured tail'],
  ['critical_path_ms', 'critical path', 'bound'],
  ['sequential_ms', 'one after another', 'bound sum'],
];

function milliseconds_words(time) {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}

function latency_words(latency) {
  return latency_bars.map(([key, name]) =>
      `${name} ${milliseconds_words(latency[key])}`).join(', ');
}

// `longest` makes the plots of several subjects comparable.
function latency_plot(latency, longest, labelled) {
  const row = labelled ? 24 : 9;
  const left = labelled ? 130 : 0;
  const room = labelled ? 300 : 150;
  const width = left + room + (labelled ? 70 : 0);
  const scale = longest > 0 ? room / longest : 0;
  return draw('svg', {class: 'latency', width, height: row * 4, role: 'img',
                      viewBox: `0 0 ${width} ${row * 4}`,
                      'aria-label': `Latency: ${latency_words(latency)}`},
      latency_bars.map(([key, name, tone], i) => draw('g', {class: tone},
          draw('title', {}, `${name}: ${milliseconds_words(latency[key])}`),
          labelled ? draw('text', {x: left - 8, y: i * row + 16,
                                   'text-anchor': 'end'}, name) : null,
          draw('rect', {x: left, y: i * row + (labelled ? 5 : 1),
                        height: labelled ? 14 : 7, rx: 2,
                        width: Math.max(1, latency[key] * scale)}),
          labelled ? draw('text', {
            x: left + latency[key] * scale + 6, y: i * row + 16},
            milliseconds_words(latency[key])) : null)));
}

function longest_latency(subjects) {
  return Math.max(0, ...subjects.filter((each) => each.latency)
      .flatMap(({latency}) => latency_bars.map(([key]) => latency[key])));
}
