// Distributed under the Boost Software License, Version 1.0.

import {dirname, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

// The whole tree, and docs/ in it.
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const docs_folder = resolve(root, 'docs');

// What `racelab matrix` wrote; its raw outputs lie beside it.
export const measured_folder = resolve(docs_folder, 'measured');
export const matrix_file = resolve(measured_folder, 'matrix.json');
