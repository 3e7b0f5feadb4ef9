// Distributed under the Boost Software License, Version 1.0.
//
// A stack as a list. What libraries do in between is folded away.

function frame_row(frame, number) {
  const own = is_own(frame);
  return make('li', {class: own ? 'frame own' : 'frame'},
      make('span', {class: 'sign', 'aria-hidden': 'true'}, own ? '▸' : ''),
      make('span', {class: 'number'}, `#${number}`),
      make('span', {class: 'where'},
          make('code', {class: 'function'}, function_words(frame)),
          make('span', {class: 'place'}, place_words(frame, true)),
          own ? make('span', {class: 'hidden'}, ' (own code)') : null));
}

// Runs of library frames, and each of the others by itself.
function frame_groups(frames) {
  const groups = [];
  frames.forEach((frame, number) => {
    const last = groups[groups.length - 1];
    const foldable = Boolean(frame.library);
    if (last && foldable && last.foldable) last.rows.push([frame, number]);
    else groups.push({foldable, rows: [[frame, number]]});
  });
  return groups;
}

function stack_rows(stack) {
  return frame_groups(frames_of(stack)).map((group) => {
    const rows = group.rows.map(([frame, number]) => frame_row(frame, number));
    if (!group.foldable || rows.length === 1) return rows;
    return make('li', {class: 'folded'}, make('details', {},
        make('summary', {}, count_of(rows.length, 'library frame')),
        make('ul', {class: 'stack'}, rows)));
  });
}

// The whole stack behind one line; `missing` is the runtime's own words for why
// there is none.
function stack_view(stack, missing) {
  if (stack && stack.length > 0) {
    return make('details', {class: 'stack-view'},
        make('summary', {}, `Stack, ${count_of(stack.length, 'frame')}`),
        make('ul', {class: 'stack'}, stack_rows(stack)));
  }
  return make('p', {class: 'missing'}, missing_words(missing));
}

// What log_report.hpp calls so.
const foreign_frames = 'its frames are in a format that is not understood';

function missing_words(missing) {
  if (!missing) return 'The report has no stack of it.';
  if (missing === foreign_frames) return `No stack: ${missing}.`;
  return `No stack: the runtime ${missing}. Its history was exhausted; run it ` +
      'again with TSAN_OPTIONS=history_size=7.';
}
