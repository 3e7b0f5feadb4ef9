// Distributed under the Boost Software License, Version 1.0.
//
// The site. What it shows of the catalogue lies in the folder that `racelab
// capture` wrote: RACELAB_CAPTURED.

import {cpSync, mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {defineConfig, postcssIsolateStyles} from 'vitepress';
import {write_api} from '../site/api_pages.mjs';
import {index, stepped_run, subject_names} from '../site/captured.mjs';
import {captured_fences} from '../site/captured_fences.mjs';
import {check_inclusions} from '../site/inclusions.mjs';
import {no_time_limit} from '../site/highlight.mjs';
import {indented_code} from '../site/indented_code.mjs';
import {matrix_file, measured_folder} from '../site/places.mjs';
import {report_views} from '../site/report_views.mjs';
import {search_sections} from '../site/search_sections.mjs';
import {title_of} from '../site/words.mjs';

check_inclusions();

function twins_of(lesson) {
  return lesson.variants.filter((each) => each !== 'pattern').map((each) => ({
    text: title_of(each), link: `/lessons/${lesson.name}/${each}`}));
}

const lessons = index().lessons.map((lesson) => ({
  text: lesson.title, link: `/lessons/${lesson.name}`, collapsed: true,
  items: twins_of(lesson)}));

const concepts = [
  ['happens_before', 'Happens-before'],
  ['what_tsan_sees', 'What ThreadSanitizer sees'],
  ['reading_a_report', 'Reading a report'],
  ['virtual_time', 'Virtual time'],
  ['stopwatches', 'Why a stopwatch lies'],
  ['schedules', 'Schedules, and what “all” means'],
  ['memory_orders', 'Memory orders in practice'],
  ['cancellation', 'Cancellation'],
  ['choosing', 'Join, future, errgroup or pool'],
].map(([name, text]) => ({text, link: `/concepts/${name}`}));

const guides = [
  ['install', 'Install'],
  ['judge_your_own', 'Judge a file of your own'],
  ['read_a_log', 'Read a log from CI'],
  ['give_a_workshop', 'Give a workshop'],
  ['add_a_twin', 'Add a twin'],
  ['campaign', 'Judge with many seeds'],
  ['campaign_parallel', 'A campaign by GNU parallel'],
  ['campaign_slurm', 'A campaign on Slurm'],
  ['campaign_kubernetes', 'A campaign on Kubernetes'],
].map(([name, text]) => ({text, link: `/guides/${name}`}));

const reference = [
  ['findings', 'Findings'],
  ['exit_statuses', 'Exit statuses'],
  ['json', 'The JSON'],
  ['formats', 'Formats'],
  ['scheduler', 'What the scheduler models'],
  ['bench', 'How fast it is'],
  ['speed', 'Speed, measured'],
  ['versions', 'Versions'],
  ['glossary', 'Glossary'],
].map(([name, text]) => ({text, link: `/reference/${name}`}));

const other_tools = {text: 'Other tools', link: '/other_tools'};

// Doxygen's pages: not of this router.
const api = {text: 'API', link: '/api/index.html', target: '_self'};

const sidebar = [
  {text: 'Start here', link: '/start'},
  {text: 'Lessons', link: '/lessons/', items: lessons},
  {text: 'Concepts', items: concepts},
  other_tools,
  {text: 'Guides', items: guides},
  {text: 'Reference', items: [...reference, api]},
];

const racelab = {
  name: 'racelab',
  config: () => ({css: {postcss: {plugins: [
    postcssIsolateStyles({includeFiles: [/vp-doc\.css/, /base\.css/]})]}}}),
  ...report_views(),
};

export default defineConfig({
  title: 'Racelab',
  description: 'Concurrency in C++, taught by twins: correct patterns beside ' +
      'deliberately broken versions, and proof which is which.',
  lang: 'en',
  ignoreDeadLinks: process.env.DRAFT ? true : [/^\/api\//],
  base: process.env.RACELAB_DOCS_BASE || '/',
  outDir: process.env.RACELAB_DOCS_OUT || '../build/docs',
  cacheDir: process.env.RACELAB_DOCS_CACHE || '../build/docs-cache',
  srcExclude: ['api/**', 'measured/**', 'node_modules/**'],
  head: [
    ['meta', {name: 'referrer', content: 'no-referrer'}],
    ['link', {rel: 'icon', type: 'image/svg+xml',
              href: `${process.env.RACELAB_DOCS_BASE || '/'}icon.svg`}],
  ],
  vite: {plugins: [racelab], server: {host: '127.0.0.1'}},
  markdown: {theme: {light: 'github-light-high-contrast',
                     dark: 'github-dark-high-contrast'},
             shikiSetup(highlighter) {
               const {codeToHtml} = highlighter;
               highlighter.codeToHtml = (code, options) => codeToHtml(
                   code, {...options, ...no_time_limit});
             },
             config(markdown) {
               indented_code(markdown);
               captured_fences(markdown);
             }},
  themeConfig: {
    nav: [
      {text: 'Start', link: '/start'},
      {text: 'Lessons', link: '/lessons/'},
      {text: 'Concepts', link: concepts[0].link},
      other_tools,
      {text: 'Guides', link: guides[0].link},
      {text: 'Reference', link: reference[0].link},
      api,
    ],
    sidebar,
    outline: {level: [2, 2]},
    search: {provider: 'local', options: {
      miniSearch: {_splitIntoSections: search_sections}}},
    docFooter: {prev: 'Before', next: 'Next'},
    externalLinkIcon: true,
  },
  buildEnd({outDir}) {
    write_api(join(outDir, 'api'));
    // What the stepper of each page loads.
    for (const name of subject_names()) {
      const file = join(outDir, 'captured', `${name}.json`);
      mkdirSync(dirname(file), {recursive: true});
      writeFileSync(file, JSON.stringify(stepped_run(name)));
    }
    // What a cell of the matrix shows when it is opened.
    const measured = join(outDir, 'measured');
    cpSync(matrix_file, join(measured, 'matrix.json'));
    cpSync(join(measured_folder, 'matrix'), join(measured, 'matrix'),
           {recursive: true});
  },
});
