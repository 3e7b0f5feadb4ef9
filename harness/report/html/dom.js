// Distributed under the Boost Software License, Version 1.0.
//
// Every element of the page is made here. What a log or a subject said becomes
// text and nothing else: no markup is ever parsed, and no address is taken from
// the data.

const svg_namespace = 'http://www.w3.org/2000/svg';

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === '') continue;
    element.append(child instanceof Node ? child :
                   document.createTextNode(String(child)));
  }
  return element;
}

// make('p', {class: 'note', click: handler}, 'text', child, [more])
function make(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

function draw(name, properties = {}, ...children) {
  return fill(document.createElementNS(svg_namespace, name), properties,
              children);
}

// Every id is made, so that none comes from the data.
let last_id = 0;
function fresh_id(word) {
  last_id += 1;
  return `${word}-${last_id}`;
}

function count_of(count, noun) {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function capitalized(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// A long name that may be broken where a person would break it.
function breakable(name) {
  return name.split(/(?<=[/_])/).flatMap((part) => [make('wbr'), part]);
}

// Words in which `code` stands between backticks.
function with_code(words) {
  return words.split('`').map(
      (part, i) => (i % 2 === 1 ? make('code', {}, part) : part));
}

// A part of the page that can be scrolled by itself, by keyboard as well.
function scrollable(label, properties, ...children) {
  return make('div', {tabindex: 0, role: 'group', 'aria-label': label,
                      ...properties}, ...children);
}

// Something behind one line, which is made when it is first looked at, or when
// unfold() says that it is to be.
function in_words(summary, make_content) {
  const node = make('details', {
    class: 'in-words', toggle: () => node.open && node.unfold(),
  }, make('summary', {}, summary));
  node.unfold = () => {
    if (node.childElementCount === 1) node.append(make_content());
    node.open = true;
  };
  return node;
}

// A command to be typed, and a button that copies it.
function command_line(words) {
  const told = make('span', {class: 'told', role: 'status'});
  const copy = () => navigator.clipboard.writeText(words).then(
      () => { told.textContent = 'Copied'; },
      () => { told.textContent = 'Select and copy it by hand'; });
  return make('div', {class: 'command'}, make('code', {}, words),
              make('button', {type: 'button', click: copy}, 'Copy'), told);
}
