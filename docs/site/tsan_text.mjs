// Distributed under the Boost Software License, Version 1.0.
//
// ThreadSanitizer's own text, line by line, each with what it means.

import {basename} from 'node:path';
import {normalised} from './normalised.mjs';
import {escaped} from './words.mjs';

// Of a frame in a file of the subject's own.
const own_frame = 'Your own code: the function, the file and the line. Begin ' +
    'to read here. In brackets, where that is in the program’s file.';

const meanings = [
  [/^=+$/, 'A report begins and ends with such a line.'],
  [/^WARNING: ThreadSanitizer: data race/, 'Two threads touched the same ' +
      'memory, at least one of them wrote, and nothing orders the two ' +
      'accesses. The pid is the process’s number.'],
  [/^WARNING: ThreadSanitizer: lock-order-inversion/, 'Locks were taken in ' +
      'orders that can end in a deadlock; in this run they need not have.'],
  [/^WARNING: ThreadSanitizer: heap-use-after-free/, 'Memory was used after ' +
      'it had been given back.'],
  [/^WARNING: ThreadSanitizer/, 'What kind of problem it is.'],
  [/^ {2}Previous .*\(mutexes:/, 'The access that came first, and which ' +
      'mutexes its thread held meanwhile. “write” says that it held them ' +
      'alone, “read” that it shared them. The other access says nothing of ' +
      'this mutex: it was made without it.'],
  [/^ {2}Previous (atomic )?(read|write) of size/, 'The access that came ' +
      'first. It is remembered by its thread’s history, not stopped at: ' +
      'that is why its stack may be missing in a long run.'],
  [/^ {2}(Atomic )?(Read|Write) of size/i, 'The access at which the race was ' +
      'noticed: what was done, to how many bytes, where, and by which ' +
      'thread. It is the later one of the two.'],
  [/^ {4}#\d+ .*\(libtsan\.so/, 'ThreadSanitizer’s own stand-in for this ' +
      'function: how it comes to know of the call.'],
  [/^ {4}#\d+ .*\(lib(stdc\+\+|c|boost_thread)\.so/, 'Within a library that ' +
      'was built without debug information: there is nothing to read.'],
  [/^ {4}#\d+ .*(invoke|std_thread|thread\.hpp)/i, 'How the library calls a ' +
      'thread’s function: the same in every report.'],
  [/^ {4}#0 /, 'The innermost frame, within a library: look below for the ' +
      'first one that is in a file of your own.'],
  [/^ {4}#\d+ /, 'Called the frame above. It is not in a file of your own.'],
  [/^ {2}Location is heap/, 'What the memory is: a block of the heap, its ' +
      'size, where it begins, and below it the stack that allocated it. The ' +
      'accesses’ addresses lie within it.'],
  [/^ {2}Location is /, 'What the memory is: a global, a block on the heap ' +
      '(with where it was allocated), or a thread’s stack.'],
  [/^ {2}Mutex /, 'A mutex of which the report speaks. “Created” is where ' +
      'ThreadSanitizer first saw it: a std::mutex begins without a call, so ' +
      'that is where it was first locked.'],
  [/^ {2}Thread .*created/, 'Where the thread was started: tasks that look ' +
      'alike are told apart by this. The tid is its number in the system; ' +
      'after it stands whether it was still running.'],
  [/^SUMMARY:/, 'The kind and the innermost frame once more. Tools show this ' +
      'line; where that frame is in a library, it names the library’s line.'],
  [/^ {2}Cycle in lock order graph/, 'Which lock is taken while which other ' +
      'one is held.'],
  [/^ThreadSanitizer: reported/, 'At the end of the process, how many ' +
      'reports there were. Its exit status is 66 then, unless TSAN_OPTIONS says ' +
      'otherwise.'],
];

function meaning_of(line, own) {
  if (/^ {4}#\d+ /.test(line) && line.includes(`${own}:`)) return own_frame;
  const found = meanings.find(([pattern]) => pattern.test(line));
  return found ? found[1] : null;
}

// The first report in the text of a process, as lines.
export function first_report(text) {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('WARNING: '));
  const end = lines.findIndex((line, i) => i > first && /^=+$/.test(line));
  const report = lines.slice(first, end === -1 ? undefined : end).join('\n');
  return normalised(report).split('\n')
      .filter((line, i, all) => line !== '' || all[i - 1] !== '');
}

// A line as HTML; `own`: the name of the file whose frames are marked.
function line_html(line, own, attributes = '') {
  const mine = line.includes(`${own}:`) ? ' mine' : '';
  return `<span class="t${mine}"${attributes}>${escaped(line) || ' '}</span>`;
}

// `own`: the subject's file, whose frames are marked.
export function report_html(lines, own) {
  const name = basename(own);
  return '<pre class="tsan" tabindex="0" role="group" ' +
      'aria-label="ThreadSanitizer’s own report">' + lines.map((line) => {
    const tip = meaning_of(line, name);
    return line_html(line, name, tip ? ` title="${escaped(tip)}"` : '');
  }).join('') + '</pre>';
}

// The same as a list, each line with what it means below it, and lines that
// mean the same together. Throws if a line is not known.
export function explained_html(lines, own) {
  const name = basename(own);
  const items = [];
  for (const line of lines.filter((each) => each.trim() !== '')) {
    const meaning = meaning_of(line, name);
    if (meaning === null) {
      throw new Error(`nobody knows what this line of a report means: ${line}`);
    }
    const last = items.at(-1);
    if (last && last.meaning === meaning) last.lines.push(line);
    else items.push({meaning, lines: [line]});
  }
  return '<ol class="explained">' + items.map((each) => '<li><pre ' +
      'class="tsan" tabindex="0" role="group" aria-label="Of the report">' +
      each.lines.map((line) => line_html(line, name)).join('') + `</pre><p>${escaped(each.meaning)}</p></li>`)
      .join('') + '</ol>';
}
