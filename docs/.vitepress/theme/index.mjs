// Distributed under the Boost Software License, Version 1.0.

import Theme from 'vitepress/theme-without-fonts';
import Evidence from './Evidence.vue';
import './style.css';
import 'virtual:racelab-views.css';

export default {
  extends: Theme,
  enhanceApp({app}) {
    app.component('Evidence', Evidence);
  },
};
