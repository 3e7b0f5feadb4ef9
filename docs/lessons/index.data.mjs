// Distributed under the Boost Software License, Version 1.0.
//
// The lessons, and what is found in each of their twins.

import {captured, finding_ids, index} from '../site/captured.mjs';
import {title_of, with_code} from '../site/words.mjs';

function twin(lesson, variant) {
  const {subject} = captured(`${lesson}/${variant}`);
  return {title: title_of(variant), link: `/lessons/${lesson}/${variant}`,
          shows: with_code(subject.shows), findings: finding_ids(subject)};
}

export default {
  load: () => index().lessons.map(({name, title, contract, variants}) => ({
    name, title, link: `/lessons/${name}`, contract: with_code(contract),
    twins: variants.filter((each) => each !== 'pattern')
        .map((each) => twin(name, each))})),
};
