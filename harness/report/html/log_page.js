// Distributed under the Boost Software License, Version 1.0.
//
// The reports of somebody's log, equal ones as one.

function group_place(group) {
  const stacks = [...group.accesses, ...group.edges, ...group.stacks,
                  ...group.threads].map((each) => each.stack);
  for (const stack of stacks) {
    const own = own_frame(stack);
    if (own !== null) return own;
  }
  return stacks.length > 0 ? telling_frame(stacks[0]) : null;
}

function group_threads(group) {
  const named = [...group.accesses, ...group.edges].map((each) => each.thread);
  return [...new Set([...named, ...group.threads.map((each) => each.id)])]
      .filter(Boolean);
}

function log_entries() {
  return report.groups.map((group, index) => {
    const place = group_place(group);
    const threads = group_threads(group);
    const frame_text = [...group.accesses, ...group.edges, ...group.stacks]
        .map((each) => telling_frame(each.stack))
        .filter((frame) => frame !== null)
        .map((frame) => `${frame.function || ''} ${frame.file || ''}`);
    return {
      key: String(index), sign: '◆',
      title: group.known ? `${group.kind} (known)` : group.kind,
      tone: group.urgency <= 1 && !group.known ? 'bad' : 'unsure',
      group, threads,
      count: group.count > 1 ? `×${group.count.toLocaleString('en')}` : null,
      detail: [place_words(place), place && place.function ?
          ` in ${place.function}` : ''].join(''),
      text: [group.kind, group.sentence, group.summary,
             group.log.file, ...threads, ...frame_text]
          .join(' ').toLowerCase(),
    };
  });
}

function log_list(open) {
  const entries = log_entries();
  const threads = [...new Set(entries.flatMap((each) => each.threads))];
  return entry_list({
    label: 'Reports', noun: 'different report', entries, open,
    choices: [
      {label: 'Kind',
       values: options_of('any', report.groups.map((each) => each.kind)),
       matches: (entry, value) => entry.group.kind === value},
      {label: 'Thread',
       values: [['', 'any'], ...threads.sort(
           (a, b) => a.localeCompare(b, 'en', {numeric: true}))
           .map((value) => [value, value])],
       matches: (entry, value) => entry.threads.includes(value)},
    ],
    orders: [
      ['what to mend first', null],
      ['most often', (a, b) => b.group.count - a.group.count],
      ['place', (a, b) => a.detail.localeCompare(b.detail, 'en',
                                                 {numeric: true})],
      ['as in the log', (a, b) =>
        a.group.log.file.localeCompare(b.group.log.file) ||
        a.group.log.line - b.group.log.line],
    ],
  });
}

// --- The overview ---------------------------------------------------------

function kinds_table() {
  const kinds = new Map();
  for (const group of report.groups) {
    const known = kinds.get(group.kind) || {groups: 0, count: 0};
    kinds.set(group.kind, {groups: known.groups + 1,
                           count: known.count + group.count});
  }
  return make('table', {class: 'overview'},
      make('thead', {}, make('tr', {}, ['Kind', 'Different', 'In all'].map(
          (name) => make('th', {scope: 'col'}, name)))),
      make('tbody', {}, [...kinds].map(([kind, {groups, count}]) =>
          make('tr', {}, make('th', {scope: 'row'}, kind),
              make('td', {class: 'amount'}, groups.toLocaleString('en')),
              make('td', {class: 'amount'}, count.toLocaleString('en'))))));
}

function log_file_view(log) {
  const remarks = [];
  if (log.unparsed_lines > 0) {
    remarks.push(make('details', {},
        make('summary', {}, `${count_of(log.unparsed_lines, 'line')} of the ` +
            'sanitizer’s were not understood'),
        make('ul', {class: 'lines'}, log.first_unparsed.map((each) => make(
            'li', {}, `${each.line}: `, make('code', {}, each.text))))));
  }
  if (log.mixed) remarks.push(make('p', {class: 'note'}, log.mixed));
  if (log.interleaved_lines > 0) {
    remarks.push(make('p', {class: 'key'}, `${count_of(log.interleaved_lines,
        'line')} of other output stand between those of reports.`));
  }
  if (log.shortened_lines > 0) {
    remarks.push(make('p', {class: 'key'}, `${count_of(log.shortened_lines,
        'line')} were too long to be looked at whole.`));
  }
  return make('section', {},
      make('h3', {}, log.file),
      log.lacking ? make('p', {class: 'note'}, log.lacking) : null,
      make('p', {}, `${count_of(log.lines, 'line')}, ` +
           `${count_of(log.reports, 'report')}.`), remarks);
}

function log_overview() {
  const first = report.groups.slice(0, 5);
  return make('article', {},
      make('h2', {}, report.summary),
      report.runtime_failures.length > 0 ? make('div', {class: 'note'},
          make('p', {}, 'ThreadSanitizer itself failed, so a report may be ' +
               'missing:'),
          report.runtime_failures.map((each) => make(
              'p', {}, make('code', {}, each)))) : null,
      report.groups.length > 0 ? [
        make('h3', {}, 'Mend first'),
        make('ol', {class: 'mend-first'}, first.map((group, index) => make(
            'li', {}, make('a', {href: link_to(String(index))},
                           with_code(group.sentence))))),
        scrollable('Kinds of reports', {class: 'table-box'}, kinds_table()),
      ] : null,
      make('h2', {}, 'What was read'),
      report.logs.map(log_file_view));
}

// --- One report -----------------------------------------------------------

function stack_part(title, part, key = 'stack') {
  const frame = telling_frame(part[key]);
  return make('section', {class: 'part'},
      title === null ? null : make('h4', {}, title),
      frame === null || frame.library ? null : make('p', {class: 'place'},
          make('strong', {}, place_words(frame)), ' in ',
          make('code', {}, function_words(frame))),
      frame !== null && is_own(frame) ? excerpt(frame, null, 2) : null,
      part[key].length > 0 || part[`${key}_missing`] ?
          stack_view(part[key], part[`${key}_missing`]) : null);
}

function by_id(one, other) {
  return one.id.localeCompare(other.id, 'en', {numeric: true});
}

function thread_of(group, id) {
  return group.threads.find((each) => each.id === id) || null;
}

function created_words(group, id) {
  if (id === 'main') return 'The main thread began with the program.';
  const thread = thread_of(group, id);
  if (thread === null) return `The report does not say who created ${id}.`;
  const name = thread.name ? ` “${thread.name}”` : '';
  if (thread.worker) {
    return `${thread.id}${name} is one of the system’s own workers.`;
  }
  const frame = telling_frame(thread.stack);
  const place = frame === null || frame.library ? '' :
      ` at ${place_words(frame)}`;
  const by = thread.created_by ? ` by ${thread_words(thread.created_by)}` : '';
  return `${capitalized(thread.id)}${name}` +
      `${thread.state ? ` (${thread.state})` : ''} was created${by}${place}.`;
}

function location_title(location) {
  const size = location.size ? `, ${count_of(location.size, 'byte')}` : '';
  const by = location.thread ? ` by ${thread_words(location.thread)}` : '';
  const of = location.thread ? ` of ${thread_words(location.thread)}` : '';
  const name = location.name ? ` ${location.name}` : '';
  const titles = {
    global: `The global${name}${size}` + (location.file ?
        `, declared at ${file_name(location.file)}:${location.line}` : ''),
    heap: `A block on the heap${name}${size}, allocated${by}`,
    stack: `The stack${of}${size}`,
    tls: `A thread-local variable${of}${size}`,
    fd: `File descriptor${name}, ${location.closed ? 'closed' : 'opened'}${by}`,
  };
  return titles[location.kind] || `${capitalized(location.kind)}${size}`;
}

function missing_parts(group) {
  const out = [];
  const stacks = [...group.accesses, ...group.edges];
  if (stacks.some((each) => each.stack_missing === foreign_frames)) {
    out.push('The log has frames in a format that is not understood. Do ' +
        'without stack_trace_format in TSAN_OPTIONS.');
  }
  const without = stacks.filter((each) => each.stack.length === 0 &&
      each.stack_missing !== foreign_frames).length;
  if (without > 0) {
    out.push(`${count_of(without, 'stack')} could not be restored: the ` +
        'runtime’s history was exhausted. Try TSAN_OPTIONS=history_size=7.');
  }
  if (group.headless) out.push('The log begins within this report.');
  if (!group.complete) out.push('The log has no end of this report.');
  if (group.dropped_lines > 0) {
    out.push(`${count_of(group.dropped_lines, 'line')} of it left out.`);
  }
  if (group.accesses.length === 2 && group.location === null) {
    out.push('The report does not say what memory this is.');
  }
  const nameless = frames_of(group.accesses.flatMap((each) => each.stack))
      .filter((frame) => !frame.function && !frame.library).length;
  if (nameless > 0) {
    out.push(`${count_of(nameless, 'frame')} without a symbol: build with ` +
        '-g, and have llvm-symbolizer or addr2line at hand.');
  }
  return out;
}

function group_facts(group) {
  return [
    group.known ? 'known from the baseline' : null,
    group.count > 1 ? `seen ${group.count.toLocaleString('en')} times` : null,
    `first at ${group.log.file}:${group.log.line}`,
    group.pid ? `process ${group.pid}` : null,
  ].filter(Boolean).join(' · ');
}

function accesses_view(group) {
  const accesses = [...group.accesses].reverse();
  return [
    make('h3', {}, 'What met'),
    pair_view(accesses.map((access) => access_card(
        access, access.previous,
        make('p', {class: 'origin'}, created_words(group, access.thread)),
        access.holding ? make('p', {class: 'locks'},
                              `${capitalized(access.holding)}.`) : null))),
    group.common_locks ?
        make('p', {class: 'locksets'}, group.common_locks) : null,
  ];
}

function edge_view(edge) {
  const parts = [stack_part(
      `${capitalized(thread_words(edge.thread))} takes ${edge.acquired} ` +
      `while it holds ${edge.holding}`, edge)];
  if (edge.holding_stack.length > 0) {
    parts.push(stack_part(`It had taken ${edge.holding} before`, edge,
                          'holding_stack'));
  }
  return parts;
}

function parts_view(title, parts) {
  return parts.length === 0 ? null :
      [make('h3', {}, title), make('div', {class: 'parts'}, parts)];
}

function group_page(key) {
  const group = report.groups[Number(key)];
  if (!group) return null;
  const locations = [group.location, ...group.more_locations].filter(Boolean);
  const missing = missing_parts(group);
  const similar = group.more_similar > 0 ? [make('p', {class: 'note'},
      `And ${count_of(group.more_similar, 'similar one')} that the log ` +
      'leaves out.')] : null;
  return make('article', {},
      make('h2', {}, capitalized(group.kind)),
      make('p', {class: 'sentence'}, with_code(group.sentence)),
      make('p', {class: 'key'}, group_facts(group)), similar,
      group.lesson ? make('p', {class: 'lesson'},
          'It has all the marks of ', make('code', {}, group.lesson.finding),
          ', which is explained by') : null,
      group.lesson ? command_line(`./run_tsan.sh show ${group.lesson.subject}`)
          : null,
      group.accesses.length > 0 ? accesses_view(group) : null,
      group.cycle.length > 0 ? make('p', {class: 'sentence'},
          `The locks form a ring: ${[...group.cycle, group.cycle[0]]
              .join(' → ')}.`) : null,
      parts_view('Where the locks were taken', group.edges.map(edge_view)),
      parts_view('Where', group.stacks.map((each) => stack_part(
          each.title ? capitalized(each.title) : null, each))),
      parts_view('The memory', locations.map((each) => stack_part(
          location_title(each), each))),
      parts_view('The threads', [...group.threads].sort(by_id).map(
          (each) => stack_part(created_words(group, each.id), each))),
      parts_view('The locks', group.locks.map((each) => stack_part(
          `${each.id}${each.destroyed ? ', destroyed since' : ', first used'}`,
          each))),
      group.notes.map((each) => make('p', {class: 'key'}, each)),
      missing.length === 0 ? null : make('div', {class: 'note'},
          make('h3', {}, 'What is missing'),
          make('ul', {}, missing.map((each) => make('li', {}, each)))));
}

const log_page = {
  title: 'ThreadSanitizer reports',
  list: log_list,
  overview: log_overview,
  detail: group_page,
  first: () => (report.groups.length === 1 ? '0' : null),
  label: 'Reports',
  noun: 'report',
};
