// Distributed under the Boost Software License, Version 1.0.

import {root} from './places.mjs';

// What a program wrote, without what differs from run to run and from machine
// to machine. Addresses are numbered in the order in which they come.
export function normalised(text) {
  const known = new Map();
  const numbered = (address) => {
    if (!known.has(address)) known.set(address, `0x…${known.size + 1}`);
    return known.get(address);
  };
  return text.replaceAll(`${root}/`, '')
      .replaceAll('../', '')
      .replaceAll(/\(build\/[^)]*\/tsan\+/g, '(tsan+')
      .replaceAll(/\+0x[0-9a-f]+\)/g, '+…)')
      .replaceAll(/\b0x0*[1-9a-f][0-9a-f]*\b/g, numbered)
      .replaceAll(/\bpid=\d+/g, 'pid=…')
      .replaceAll(/\(tid=\d+, \w+\)/g, '(tid=…, …)');
}
