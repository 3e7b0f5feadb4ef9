// Distributed under the Boost Software License, Version 1.0.

// Speedscope's reader of Chrome's trace events, without its window: its
// package holds two bundles for browsers, of which the first would start the
// program. The names of modules are those of the version that is locked.

import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

const require = createRequire(import.meta.url);
const release = path.join(
    path.dirname(require.resolve('speedscope/package.json')), 'dist/release');
const reader = 'KFvE';

function bundle(pattern) {
  const name = fs.readdirSync(release).find((each) => pattern.test(each));
  return fs.readFileSync(path.join(release, name), 'utf8');
}

// The least of a browser that is asked for on the way.
function browser() {
  const window = vm.createContext({
    console, TextDecoder, performance, localStorage: {}, setTimeout,
    navigator: {platform: '', userAgent: ''}, location: {hash: ''},
    document: {
      createElement: () => ({style: {}, getContext() {}}),
      head: {appendChild() {}},
      addEventListener() {},
    },
  });
  window.window = window;
  window.self = window;
  return window;
}

// The lanes of a trace, as speedscope's profiles.
export function readTrace(text) {
  const window = browser();
  const started = /\},\{\},\[[^\]]*\], null\)\s*(\/\/.*)?\s*$/;
  vm.runInContext(
      bundle(/^speedscope\..*\.js$/).replace(started, '},{},[],null)'), window);
  vm.runInContext(bundle(/^import\..*\.js$/), window);
  const {isTraceEventFormatted, importTraceEvents} =
      window.parcelRequire(reader);
  const trace = JSON.parse(text);
  if (!isTraceEventFormatted(trace)) throw new Error('not a trace');
  return importTraceEvents(trace).profiles;
}
