// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Whether the figures have become worse since they were kept.

#include "harness/bench/bench.hpp"

#include <vector>

namespace racelab::bench {

enum class change {
  better,
  worse,
  same,    // the spreads overlap: nothing is known
  gone,    // measured then, and not now
  is_new,  // measured now, and not then
};

struct compared {
  bench::change change = bench::change::same;
  figure before;  // of is_new: nothing
  figure now;     // of gone: what it says of why, or nothing
};

// In the order of `now`, then what is gone. Where every figure's spread lies on
// one side of the other's, it has changed. A quick run does not have all that
// was measured in a full one, and what it does not have is not gone.
std::vector<compared> compare(const result& before, const result& now);

}  // namespace racelab::bench
