// Distributed under the Boost Software License, Version 1.0.
//
// The list of what there is to look at, with its filters. Only the rows in
// sight are in the document, so that 10,000 of them are as quick as ten.

const row_height = 72;
const rows_beyond = 8;  // above and below what is in sight

// entries: {key, title, detail, sign, tone, tags, text}, in their order.
// choices: filters, {label, values: [[value, words]], matches(entry, value)}.
// orders: [[words, compare or null]]. open(key) shows one.
function entry_list({label, noun, entries, choices, orders, open}) {
  let shown = entries;
  let active = 0;
  let selected = null;
  let wanted_words = [];
  const list_id = fresh_id('list');

  const rows = make('div', {class: 'rows', role: 'presentation'});
  const list = make('div', {
    class: 'list', id: list_id, role: 'listbox', tabindex: 0,
    'aria-label': label, scroll: () => render(), keydown: on_key,
    click: on_click,
  }, rows);
  const told = make('p', {class: 'told', role: 'status'});
  const words = make('input', {
    type: 'search', autocomplete: 'off', spellcheck: 'false',
    'aria-controls': list_id, input: filter,
    keydown: (event) => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        list.focus();
      }
    },
  });
  const selects = choices.map((choice) => make('select', {change: filter},
      choice.values.map(([value, name]) => make('option', {value}, name))));
  const order = make('select', {change: filter}, orders.map(
      ([name], number) => make('option', {value: number}, name)));

  function row_of(entry, index) {
    const node = make('div', {
      class: `entry ${entry.tone}`, role: 'option', id: `${list_id}-${index}`,
      'data-index': index, 'aria-setsize': shown.length,
      'aria-posinset': index + 1,
      'aria-selected': entry.key === selected ? 'true' : 'false',
    },
    make('span', {class: 'entry-title'},
        make('span', {class: 'sign', 'aria-hidden': 'true'}, entry.sign),
        make('span', {class: 'entry-name'}, entry.title),
        entry.count ? make('span', {class: 'count'}, entry.count) : null),
    make('span', {class: 'entry-detail'}, entry.detail));
    if (index === active) node.classList.add('active');
    node.style.transform = `translateY(${index * row_height}px)`;
    return node;
  }

  function render() {
    const height = list.clientHeight || 800;
    const first = Math.max(
        0, Math.floor(list.scrollTop / row_height) - rows_beyond);
    const last = Math.min(shown.length, first + 2 * rows_beyond +
        Math.ceil(height / row_height));
    rows.style.height = `${shown.length * row_height}px`;
    const numbers = new Set();
    for (let i = first; i < last; i += 1) numbers.add(i);
    if (active < shown.length) numbers.add(active);
    rows.replaceChildren(...[...numbers].sort((a, b) => a - b).map(
        (i) => row_of(shown[i], i)));
    if (shown.length > 0) {
      list.setAttribute('aria-activedescendant', `${list_id}-${active}`);
    } else {
      list.removeAttribute('aria-activedescendant');
    }
  }

  function bring_into_sight() {
    const top = active * row_height;
    if (top < list.scrollTop) list.scrollTop = top;
    const bottom = top + row_height - list.clientHeight;
    if (bottom > list.scrollTop) list.scrollTop = bottom;
  }

  function go_to(index) {
    active = Math.max(0, Math.min(shown.length - 1, index));
    bring_into_sight();
    render();
  }

  function on_key(event) {
    const page = Math.max(1, Math.floor(list.clientHeight / row_height) - 1);
    const moves = {
      ArrowDown: active + 1, ArrowUp: active - 1, Home: 0,
      End: shown.length - 1, PageDown: active + page, PageUp: active - page,
    };
    if (Object.hasOwn(moves, event.key)) go_to(moves[event.key]);
    else if (event.key === 'Enter' || event.key === ' ') choose();
    else return;
    event.preventDefault();
  }

  function on_click(event) {
    const row = event.target.closest('[data-index]');
    if (row === null) return;
    active = Number(row.dataset.index);
    choose();
  }

  function choose() {
    if (active < shown.length) open(shown[active].key);
  }

  function matches(entry) {
    return wanted_words.every((word) => entry.text.includes(word)) &&
        choices.every((choice, i) => selects[i].value === '' ||
            choice.matches(entry, selects[i].value));
  }

  function tell() {
    const all = count_of(entries.length, noun);
    told.textContent = shown.length === entries.length ? all :
        `${shown.length.toLocaleString('en')} of ${all}`;
  }

  function filter() {
    wanted_words = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = entries.filter(matches);
    const compare = orders.length > 0 ? orders[Number(order.value)][1] : null;
    if (compare) shown = [...shown].sort(compare);
    active = Math.max(0, shown.findIndex((each) => each.key === selected));
    list.scrollTop = 0;
    bring_into_sight();
    tell();
    render();
  }

  const field = (name, control, extra = '') => make(
      'label', {class: `field ${extra}`}, make('span', {}, name), control);
  const node = make('div', {class: 'entry-list'},
      make('div', {class: 'filters', role: 'search', 'aria-label': label},
          field('Filter', words, 'wide'),
          choices.map((choice, i) => field(choice.label, selects[i])),
          orders.length > 1 ? field('Order', order) : null),
      told, list);
  tell();
  new ResizeObserver(() => render()).observe(list);

  return {
    node,
    focus: () => list.focus(),
    shown: () => shown,
    // Marks what is being looked at.
    select(key) {
      selected = key;
      const index = shown.findIndex((each) => each.key === key);
      if (index >= 0) go_to(index);
      else render();
    },
    // The entry before or after it.
    neighbour(step) {
      const index = shown.findIndex((each) => each.key === selected);
      return shown[index + step] || null;
    },
  };
}
