// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/observation.hpp"

#include <algorithm>

namespace racelab::observe {

const frame* subject_frame(const stack& frames) {
  const auto own = std::find_if(frames.begin(), frames.end(),
                                [](const frame& each) { return each.subject; });
  return own == frames.end() ? nullptr : &*own;
}

}  // namespace racelab::observe
