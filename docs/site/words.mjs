// Distributed under the Boost Software License, Version 1.0.

export function capitalised(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// "read_before_fetch" as a title.
export function title_of(name) {
  return capitalised(name.replaceAll('_', ' '));
}

export function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

// Words in which `code` stands between backticks.
export function with_code(words) {
  return words.split('`').map((part, i) => i % 2 === 1 ?
      `<code>${escaped(part)}</code>` : escaped(part)).join('');
}

// Lines of a <pre>, which may be empty, within such a block.
export function preformatted(text) {
  return escaped(text).replaceAll('\n', '&#10;');
}

// A block of HTML within Markdown: no empty line may be in it, and Vue is to
// leave it alone.
export function raw(html) {
  return `\n\n<div v-pre>${html.replaceAll(/\n\s*\n/g, '\n')}</div>\n\n`;
}

// "a", "a and b", "a, b and c"
export function listed(words) {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
