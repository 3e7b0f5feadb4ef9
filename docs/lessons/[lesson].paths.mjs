// Distributed under the Boost Software License, Version 1.0.

import {index} from '../site/captured.mjs';
import {lesson_page} from '../site/lesson_page.mjs';

export default {
  paths: () => index().lessons.map(({name}) => ({
    params: {lesson: name}, content: lesson_page(name)})),
};
