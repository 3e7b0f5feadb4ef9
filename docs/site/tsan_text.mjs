// Distributed under the Boost Software License, Version 1.0.
//
// ThreadSanitizer's own text, line by line, each with what it means.

import {basename} from 'node:path';
import {root} from './places.mjs';
import {escaped} from './words.mjs';

const meanings = [
  [/^=+$/, null],
  [/^WARNING: ThreadSanitizer: data race/, 'Two threads touched the same ' +
      'memory, at least one of them wrote, and nothing orders the two ' +
      'accesses. The pid is the process’s number.'],
  [/^WARNING: ThreadSanitizer: lock-order-inversion/, 'Locks were taken in ' +
      'orders that can end in a deadlock; in this run they need not have.'],
  [/^WARNING: ThreadSanitizer: heap-use-after-free/, 'Memory was used after ' +
      'it had been given back.'],
  [/^WARNING: ThreadSanitizer/, 'What kind of problem it is.'],
  [/^ {2}Previous (atomic )?(read|write) of size/, 'The access that came ' +
      'first. It is remembered by its thread’s history, not stopped at: ' +
      'that is why its stack may be missing in a long run.'],
  [/^ {2}(Atomic )?(Read|Write) of size/, 'The access at which the race was ' +
      'noticed: what was done, to how many bytes, where, and by which ' +
      'thread. It is the later one of the two.'],
  [/^ {4}#0 /, 'The innermost frame: often inside a library, as here where ' +
      'the line names a header that nobody wrote today.'],
  [/^ {4}#\d+ /, 'Who called the frame above. Look for the first one that is ' +
      'in a file of your own.'],
  [/^ {2}Location is /, 'What the memory is: a global, a block on the heap ' +
      '(with where it was allocated), or a thread’s stack.'],
  [/^ {2}(Thread|Mutex) .*(created|acquired)/, 'Where the thread was started ' +
      'or the mutex was made: tasks that look alike are told apart by this.'],
  [/^SUMMARY:/, 'The kind and the innermost frame once more. Tools show this ' +
      'line; it names the library’s line, not yours.'],
  [/^ {2}Cycle in lock order graph/, 'Which lock is taken while which other ' +
      'one is held.'],
];

function meaning_of(line) {
  const found = meanings.find(([pattern]) => pattern.test(line));
  return found ? found[1] : null;
}

// What differs from machine to machine, and how deep the tree lies.
function normalised(line) {
  return line.replaceAll(`${root}/`, '').replaceAll('../../', '')
      .replace(/\(build\/[^)]*\/tsan\+/, '(tsan+')
      .replace(/\b(pid|tid)=\d+/g, '$1=…');
}

// The first report in the text of a process, as lines.
export function first_report(text) {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('WARNING: '));
  const end = lines.findIndex((line, i) => i > first && /^=+$/.test(line));
  return lines.slice(first, end === -1 ? undefined : end).map(normalised)
      .filter((line, i, all) => line !== '' || all[i - 1] !== '');
}

// `own`: the subject's file, whose frames are marked.
export function report_html(lines, own) {
  const name = basename(own);
  return '<pre class="tsan" tabindex="0" role="group" ' +
      'aria-label="ThreadSanitizer’s own report">' + lines.map((line) => {
    const tip = meaning_of(line);
    const mine = line.includes(`${name}:`) ? ' mine' : '';
    return `<span class="t${mine}"${tip ? ` title="${escaped(tip)}"` : ''}>` +
        `${escaped(line) || ' '}</span>`;
  }).join('') + '</pre>';
}
