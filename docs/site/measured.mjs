// Distributed under the Boost Software License, Version 1.0.
//
// What has been measured once, at leisure, and is kept in docs/measured/.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {docs_folder} from './places.mjs';

export function measured(name) {
  return JSON.parse(readFileSync(join(docs_folder, 'measured', name), 'utf8'));
}

// Three digits that count, without an exponent.
export function digits(value) {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  const whole = value > 0 ? Math.floor(Math.log10(value)) : 0;
  return value.toFixed(Math.min(4, Math.max(0, 2 - whole)));
}

function in_units(value, units) {
  const [factor, name] = units.find(([factor]) => value >= factor) ??
      units.at(-1);
  return `${digits(value / factor)} ${name}`;
}

export function time_words(seconds) {
  return in_units(seconds, [[1, 's'], [1e-3, 'ms'], [1e-6, 'µs'],
                            [1e-9, 'ns']]);
}

export function memory_words(kib) {
  return in_units(kib, [[1 << 20, 'GiB'], [1 << 10, 'MiB'], [1, 'KiB']]);
}

export function machine_words({processor, processors, compiler}) {
  return `${processor}, ${processors} processors, ${compiler}`;
}
