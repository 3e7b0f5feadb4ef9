// Distributed under the Boost Software License, Version 1.0.
//
// Other programs: none outlives this one, and a signal to this one ends them.

import {spawn} from 'node:child_process';
import {constants} from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const running = new Set();
let signal = null;
let stop;

// Resolves once a signal has come.
export const told_to_stop = new Promise((resolve) => { stop = resolve; });

// The number of the signal that came; null: none.
export function ended_by() {
  return signal === null ? null : constants.signals[signal];
}

// Each is the leader of a group, all of which is told.
function tell(child, what) {
  try {
    process.kill(-child.pid, what);
  } catch {
    // It has just ended.
  }
}

for (const each of signals) {
  process.on(each, () => {
    signal ??= each;
    for (const child of running) tell(child, each);
    stop();
  });
}

// Runs a program to its end. Its output is this one's, or, with `keep`,
// returned. Rejects if it cannot be started, or once a signal has come.
export function run(command, args, {cwd, keep = false, environment = {}} = {}) {
  return new Promise((resolve, reject) => {
    if (signal !== null) {
      reject(new Error(`ended by ${signal}`));
      return;
    }
    const child = spawn(command, args, {
      cwd, detached: true, env: {...process.env, ...environment},
      stdio: ['ignore', keep ? 'pipe' : 'inherit', keep ? 'pipe' : 'inherit']});
    const pieces = [];
    child.stdout?.on('data', (piece) => pieces.push(piece));
    child.stderr?.on('data', (piece) => pieces.push(piece));
    running.add(child);
    child.on('error', (error) => {
      running.delete(child);
      reject(new Error(`${command} cannot be started: ${error.message}`));
    });
    child.on('close', (code, by) => {
      running.delete(child);
      tell(child, 'SIGKILL');
      if (signal !== null) reject(new Error(`ended by ${signal}`));
      else resolve({status: code ?? 128 + constants.signals[by],
                    output: Buffer.concat(pieces).toString()});
    });
  });
}
