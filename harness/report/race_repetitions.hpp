// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a trace leaves out of the races, so that it is the same whichever
// ThreadSanitizer looked on.

#include "harness/observe/observation.hpp"

#include <cstddef>
#include <set>

namespace racelab::report {

// The events of those races that only repeat what an earlier one has told.
//
// One mistake races many times: with each access to a place, and with each
// word of what is copied or destroyed there. The runtime of g++ 12 reports
// every access; that of clang 14 does not look at a word any more once it has
// raced; and the probe looks away after a few reports. So one race stands for
// all on the same word; for all between the same lines of the same threads; and
// for all that a thread comes to outside the subject's code.
std::set<std::size_t> race_repetitions(const observe::observation&);

}  // namespace racelab::report
