// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/comparison.hpp"

#include <algorithm>

namespace racelab::bench {
namespace {

bool was_run(const figure* of) {
  return of != nullptr && of->state != state::not_run;
}

const figure* same_in(const result& all, const figure& wanted) {
  const auto found = std::find_if(
      all.figures.begin(), all.figures.end(), [&](const figure& each) {
        return each.name == wanted.name && each.peer == wanted.peer;
      });
  return found == all.figures.end() ? nullptr : &*found;
}

change change_of(const figure& before, const figure& now) {
  const bool lower = now.spread.high < before.spread.low;
  const bool higher = now.spread.low > before.spread.high;
  if (!lower && !higher) return change::same;
  const bool more_is_better = now.wanted && now.wanted->at_least;
  return higher == more_is_better ? change::better : change::worse;
}

}  // namespace

std::vector<compared> compare(const result& before, const result& now) {
  std::vector<compared> out;
  for (const figure& each : now.figures) {
    const figure* const old = same_in(before, each);
    if (was_run(old) && was_run(&each))
      out.push_back({change_of(*old, each), *old, each});
    else if (was_run(old))
      out.push_back({change::gone, *old, each});
    else if (was_run(&each))
      out.push_back({change::is_new, {}, each});
  }
  for (const figure& each : before.figures)
    if (was_run(&each) && same_in(now, each) == nullptr &&
        now.quick <= before.quick)
      out.push_back({change::gone, each, {}});
  return out;
}

}  // namespace racelab::bench
