// Distributed under the Boost Software License, Version 1.0.
//
// Real latency, beside what a caller had to wait and what it would have to if
// nothing happened at once. Measured anew with each capture.

const rows = [
  ['p50_ms', 'half of the runs'],
  ['p99_ms', '99 of 100 runs'],
  ['critical_path_ms', 'the calls that need each other'],
  ['sequential_ms', 'all calls, one after another'],
];

const words_of = (time) => `${time < 10 ? time.toFixed(1) : Math.round(time)}`;

function bar(time, longest, tone) {
  const share = Math.max(0.01, time / longest).toFixed(3);
  return `<td data-measured><span class="bar ${tone}" ` +
      `style="--share:${share}"></span>${words_of(time)} ms</td>`;
}

// columns: [{title, latency or null, reason}…]
export function latency_table(columns) {
  const known = columns.filter(({latency}) => latency);
  if (known.length === 0) return '';
  const longest = Math.max(...known.flatMap(
      ({latency}) => rows.map(([key]) => latency[key])));
  const head = columns.map(({title}) => `<th scope="col">${title}</th>`);
  const body = rows.map(([key, words], i) => '<tr>' +
      `<th scope="row">${words}</th>` +
      columns.map(({latency}) => latency ?
          bar(latency[key], longest, i < 2 ? 'measured' : 'bound') :
          '<td>—</td>').join('') + '</tr>');
  return '<div class="table-box" tabindex="0" role="group" ' +
      'aria-label="Real latency"><table class="latency-table"><thead><tr>' +
      `<th scope="col">Real latency</th>${head.join('')}</tr></thead>` +
      `<tbody>${body.join('')}</tbody></table></div>`;
}

// Whether someone who runs each once could take the quick one for the slow one.
export function overlap_words(quick, slow) {
  const [longest, middle] = [quick.latency.p99_ms, slow.latency.p50_ms]
      .map(words_of);
  const said = quick.latency.p99_ms > slow.latency.p50_ms ?
      'Who runs each of them once may well see them the other way round' :
      'Here they do not overlap; on a busier machine they do';
  return `${quick.title}: up to ${longest} ms. ${slow.title}: ${middle} ms ` +
      `or more in half of its runs. ${said}.`;
}
