// Distributed under the Boost Software License, Version 1.0.

import {twin_names} from '../../site/captured.mjs';
import {twin_page} from '../../site/twin_page.mjs';

export default {
  paths: () => twin_names().map((name) => {
    const [lesson, twin] = name.split('/');
    return {params: {lesson, twin}, content: twin_page(name)};
  }),
};
