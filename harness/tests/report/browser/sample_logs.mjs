// Distributed under the Boost Software License, Version 1.0.
//
// Logs as ThreadSanitizer words them, for the pages that show logs.

import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

export const hostile = '</script><script>window.hacked=1</script>' +
    '<img src=x onerror=window.hacked=2><a href="javascript:hacked=3">x</a>' +
    '<svg onload=window.hacked=4>\u0007\u202e<!--';

// A data race between two functions; `directory` is where their file lies.
export function race({one, other, directory, line, lock = ''}) {
  return `==================
WARNING: ThreadSanitizer: data race (pid=7)
  Write of size 8 at 0x7b0400000010 by thread T1${lock}:
    #0 amount::operator=(int) /usr/include/amount.h:61 (app+0x1)
    #1 ${one} ${directory}/shop.cpp:${line} (app+0x2)

  Previous read of size 8 at 0x7b0400000010 by main thread:
    #0 ${other} ${directory}/shop.cpp:${line + 4} (app+0x3)

  Thread T1 'seller' (tid=9, running) created by main thread at:
    #0 pthread_create <null> (libtsan.so.2+0x5)
    #1 main ${directory}/shop.cpp:3 (app+0x4)

SUMMARY: ThreadSanitizer: data race ${directory}/shop.cpp:${line} in ${one}
==================
`;
}

const leak = `==================
WARNING: ThreadSanitizer: thread leak (pid=7)
  Thread T5 'clerk' (tid=12, finished) created by main thread at:
    #0 pthread_create <null> (libtsan.so.2+0x5)
    #1 main /elsewhere/src/shop.cpp:5 (app+0x4)

SUMMARY: ThreadSanitizer: thread leak /elsewhere/src/shop.cpp:5 in main
==================
`;

// `report` exits with 1, since there are reports.
function page_of(racelab, folder, name, text, root) {
  const log = join(folder, `${name}.log`);
  writeFileSync(log, text);
  let page = '';
  try {
    execFileSync(racelab, ['report', log, '--format', 'html',
                           '--source-root', root], {maxBuffer: 1 << 28});
  } catch (error) {
    if (error.status !== 1) throw error;
    page = error.stdout;
  }
  writeFileSync(join(folder, `${name}.html`), page);
}

export function write_log_pages(racelab, folder) {
  const root = join(folder, 'sources');
  const shop = join(root, 'shop');
  mkdirSync(shop, {recursive: true});
  const code = Array.from({length: 30}, (_, i) => `int unused_${i} = 0;`);
  code[9] = '  stock.items = 1;  // is written here';
  code[13] = '  return stock.items;';
  writeFileSync(join(shop, 'shop.cpp'), `${code.join('\n')}\n`);
  writeFileSync(join(folder, 'secret.cpp'), 'int a_secret = 1;\n'.repeat(40));

  page_of(racelab, folder, 'log',
          race({one: 'sell()', other: 'count()', directory: shop, line: 10}) +
          race({one: 'sell()', other: 'count()', directory: shop, line: 10}) +
          race({one: 'buy()', other: 'count()', directory: '/elsewhere/src',
                line: 20}) + leak, root);
  page_of(racelab, folder, 'hostile_log',
          race({one: `evil${hostile}`, other: hostile, line: 10,
                directory: `/tmp/${hostile}`}) +
          race({one: 'spy()', other: 'spy()', line: 10,
                directory: `${shop}/../../secret.cpp/..`}) +
          race({one: 'spy2()', other: 'spy2()', line: 12, directory: folder})
              .replaceAll('shop.cpp', 'secret.cpp'), root);
  let many = '';
  for (let i = 0; i < 10000; i += 1) {
    many += race({one: `writes_${i}()`, other: `reads_${i}()`,
                  directory: '/elsewhere/src', line: 10 + i});
  }
  page_of(racelab, folder, 'many', many, root);
}
