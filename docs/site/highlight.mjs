// Distributed under the Boost Software License, Version 1.0.
//
// Lines of source as HTML. A class of one letter says what a word is: a page
// has thousands of them, and so each costs little.

import {createCssVariablesTheme, createHighlighter} from 'shiki';
import {escaped} from './words.mjs';

const classes = {
  'token-keyword': 'k', 'token-string': 's', 'token-string-expression': 's',
  'token-comment': 'c', 'token-function': 'f', 'token-constant': 'n',
};

const highlighter = await createHighlighter({
  themes: [createCssVariablesTheme()], langs: ['cpp', 'go']});

// Else a line that takes half a second, as on a busy machine, loses its colours.
export const no_time_limit = {tokenizeTimeLimit: 0};

function class_of(token) {
  const found = /^var\(--shiki-([\w-]+)\)$/.exec(token.color || '');
  return found && classes[found[1]] || '';
}

function merged(tokens) {
  const out = [];
  for (const token of tokens) {
    const name = token.content.trim() === '' ? '' : class_of(token);
    const last = out.at(-1);
    if (last && last.name === name) last.text += token.content;
    else out.push({name, text: token.content});
  }
  return out;
}

// One string of HTML a line.
export function highlighted(lines, language = 'cpp') {
  const {tokens} = highlighter.codeToTokens(
      lines.join('\n'),
      {lang: language, theme: 'css-variables', ...no_time_limit});
  return tokens.map((line) => merged(line).map(({name, text}) => name === '' ?
      escaped(text) : `<i class="${name}">${escaped(text)}</i>`).join(''));
}
