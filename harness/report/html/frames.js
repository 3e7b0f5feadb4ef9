// Distributed under the Boost Software License, Version 1.0.
//
// The report's frames: a stack is a list of their numbers, innermost first.

function frames_of(stack) {
  return (stack || []).map((number) => report.frames[number]);
}

function is_own(frame) {
  return Boolean(frame.subject || frame.user);
}

// Where a person would look first: the user's own code.
function own_frame(stack) {
  return frames_of(stack).find(is_own) || null;
}

// Or else what is nearest to it.
function telling_frame(stack) {
  const frames = frames_of(stack);
  return frames.find(is_own) ||
      frames.find((each) => each.file && !each.library) ||
      frames.find((each) => each.file) || frames[0] || null;
}

function file_name(path) {
  return path.slice(path.lastIndexOf('/') + 1);
}

// "checkout.cpp:31"; the whole path where it matters.
function place_words(frame, whole = false) {
  if (frame === null) return 'an unknown place';
  if (frame.file) {
    const name = whole ? frame.file : file_name(frame.file);
    const column = whole && frame.column ? `:${frame.column}` : '';
    return frame.line ? `${name}:${frame.line}${column}` : name;
  }
  if (frame.module) {
    const name = whole ? frame.module : file_name(frame.module);
    return frame.offset ? `${name}+${frame.offset}` : name;
  }
  return frame.address || 'an unknown place';
}

function function_words(frame) {
  return frame.function || '(no symbol)';
}

function thread_words(thread) {
  if (thread === null || thread === undefined) return 'a thread';
  if (typeof thread === 'number') return `thread ${thread}`;
  return thread === 'main' ? 'the main thread' : thread;
}

// "writes 8 bytes :13" and "→ order" were made for a narrow column.
function spoken(words) {
  return words.replace(/ :(\d+)$/, ', line $1').replace(/^→ /, 'calls ')
      .replace(/^← /, 'is answered by ').replace(/^✗ /, 'is told: ');
}
