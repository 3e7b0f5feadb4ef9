// Distributed under the Boost Software License, Version 1.0.
//
// Puts the page together. The address names what is looked at, so that it can
// be sent to somebody else and the browser's own buttons go back and on.

const page = {log: log_page, run: run_page, class: class_page}[report.kind];
const main = document.getElementById('main');

function link_to(key) {
  return `#${encodeURIComponent(key)}`;
}

function wanted_key() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

function open_entry(key) {
  if (wanted_key() === key) show_wanted();
  else location.hash = encodeURIComponent(key);
}

const list = page.list(open_entry);

function neighbour_button(words, step) {
  const entry = list.neighbour(step);
  return make('button', {
    type: 'button', 'aria-disabled': entry === null ? 'true' : 'false',
    click: () => entry && open_entry(entry.key)}, words);
}

function way_back() {
  return make('nav', {class: 'way-back', 'aria-label': 'To others'},
      make('a', {href: '#'}, `All ${page.label.toLowerCase()}`),
      neighbour_button(`Previous ${page.noun}`, -1),
      neighbour_button(`Next ${page.noun}`, 1));
}

function show_wanted() {
  const key = wanted_key();
  const detail = key === '' || key === 'main' ? null : page.detail(key);
  document.body.classList.toggle('detailed', detail !== null);
  list.select(detail === null ? null : key);
  main.replaceChildren(...[
    detail !== null && several ? way_back() : null,
    detail || page.overview(),
  ].filter(Boolean));
  document.title = detail === null ? page.title :
      `${detail.querySelector('h2').textContent} – ${page.title}`;
  return detail !== null;
}

function on_address() {
  if (wanted_key() === 'main') return;
  if (show_wanted()) main.focus({preventScroll: true});
  window.scrollTo(0, 0);
}

// --- Printing: all that matters, with nothing folded ----------------------

const printed_whole = 100;  // a page or more each

function printed_pages() {
  const whole = list.shown().slice(0, printed_whole);
  const rest = list.shown().slice(printed_whole);
  return [page.overview(), ...whole.map((each) => page.detail(each.key)),
          rest.length > 0 ? printed_rest(rest) : null].filter(Boolean);
}

function printed_rest(entries) {
  const words = `The other ${count_of(entries.length, page.noun)}, in short`;
  return make('article', {}, make('h2', {}, words),
      make('p', {class: 'key'}, 'Filter the list to print some of them whole.'),
      make('ul', {class: 'printed-rest'}, entries.map((each) => make('li', {},
          make('strong', {}, each.title), each.count ? ` ${each.count}` : '',
          `, ${each.detail}`))));
}

// All but the stacks, of which the line that matters is shown anyway.
function unfold(node) {
  for (const each of node.querySelectorAll('details:not(.stack-view)')) {
    each.open = true;
  }
  for (const each of node.querySelectorAll('.in-words, .timeline-box')) {
    each.unfold();
  }
}

window.addEventListener('beforeprint', () => {
  const print = document.getElementById('print');
  const shown = wanted_key() === '' ? null : page.detail(wanted_key());
  print.replaceChildren(...(shown === null ? printed_pages() : [shown]));
  unfold(print);
});
window.addEventListener('afterprint', () => {
  document.getElementById('print').replaceChildren();
});

// --------------------------------------------------------------------------

const several =
    (report.subjects || report.groups || report.learners).length > 1;

document.getElementById('top').append(
    make('h1', {}, make('a', {href: '#'}, page.title)),
    make('dl', {class: 'facts'}, (report.facts || []).map(([name, value]) =>
        make('div', {}, make('dt', {}, name), make('dd', {}, value)))),
    theme_switch());
document.body.classList.toggle('single', !several);
if (several) document.getElementById('entries').append(list.node);
document.getElementById('entries').setAttribute('aria-label', page.label);
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', on_address);
if (wanted_key() === '' && page.first() !== null) {
  history.replaceState(null, '', link_to(page.first()));
}
show_wanted();
