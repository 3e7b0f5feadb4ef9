// Distributed under the Boost Software License, Version 1.0.
//
// Source as a page shows it: numbered lines below a title.

import {highlighted} from './highlight.mjs';
import {escaped} from './words.mjs';

// A numbered line of code, as HTML.
export function code_row(number, html) {
  return `<div class="row"><div><span class="no">${number}</span>` +
      `<pre>${html || ' '}</pre></div></div>`;
}

// `language`: if it is not C++, the title says it.
export function listing_box(file, rows, language = '') {
  const label = escaped(language ? `${language}: ${file}` : file);
  const title = (language ? `${language}: ` : '') +
      `<code>${escaped(file)}</code>`;
  return `<section class="listing"><p class="listing-title">${title}</p>` +
      '<div class="twins one" tabindex="0" role="group" ' +
      `aria-label="${label}">${rows.join('')}</div></section>`;
}

// `first`: the number of the first line.
export function listing(file, lines, {first = 1} = {}) {
  return listing_box(file, highlighted(lines).map(
      (line, i) => code_row(first + i, line)));
}
