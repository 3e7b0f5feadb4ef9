// Distributed under the Boost Software License, Version 1.0.
//
// The accesses of a race side by side, in the order in which they happened.

function access_title(access) {
  const object = access.object ? ` of ${access.object}` : '';
  const size = access.size ? ` of ${count_of(access.size, 'byte')}` : '';
  return `${access.op}${object}${size}`;
}

function way_there(access) {
  const own = frames_of(access.stack).filter(is_own).slice(1);
  if (own.length === 0) return null;
  return make('p', {class: 'way'}, 'Called from ',
      own.slice(0, 4).map((frame, i) => [i > 0 ? ', ' : '',
                                         place_words(frame)]));
}

// One of them; `origin` are words on its thread, `locks` on what it held.
function access_card(access, earlier, origin, locks) {
  const frame = telling_frame(access.stack);
  return make('section', {class: 'access-card'},
      make('h4', {}, access.op === 'lock' ?
          `${capitalized(thread_words(access.thread))} takes a lock, and ` +
              'holds another' :
          [make('span', {class: 'order-word'},
                earlier ? 'Earlier: ' : 'Later: '),
           access_title(access), ' by ', thread_words(access.thread)]),
      make('p', {class: 'place'}, frame === null ? null :
          [make('strong', {}, place_words(frame)), ' in ',
           make('code', {}, function_words(frame))]),
      excerpt(frame, access.raced || null) || make('p', {class: 'missing'},
          frame && frame.file ? 'The source is not at hand.' :
              'No line of source is known.'),
      way_there(access), origin, locks,
      stack_view(access.stack, access.stack_missing));
}

function pair_view(cards) {
  return make('div', {class: 'pair'}, cards);
}
