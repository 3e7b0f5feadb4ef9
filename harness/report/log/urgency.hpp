// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/grouping.hpp"

#include <cstddef>
#include <vector>

namespace racelab::report::log {

// How soon a report's cause ought to be mended, 0 first: what ends or corrupts
// the program now, races, what may block it one day, misuse that a signal
// brings out, and last what is merely left over.
int urgency_of(const log_report&);

// The numbers of the groups, what to mend first in front: what a baseline
// knows comes last; by urgency, then those whose every access has a line of the
// user's own, then the frequent ones. The rest is the order of the logs.
std::vector<std::size_t> by_urgency(const grouping&);

}  // namespace racelab::report::log
