// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <cstddef>
#include <vector>

namespace racelab::observe {

// For each call, the indices of the calls it was given a value of: those that
// had been answered, when it began, with the value that is its argument.
//
// Dependencies are inferred, not declared. Services answer with values that
// are fresh, so a value tells whose answer it is. What a call was asked for is
// not fresh, even where the answer repeats it.
std::vector<std::vector<std::size_t>> dependencies(
    const std::vector<call>& calls);

}  // namespace racelab::observe
