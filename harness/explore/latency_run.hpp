// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/explore/subject.hpp"
#include "harness/observe/latency.hpp"

#include <stop_token>

namespace racelab::explore {

// Runs the plain build of a subject `runs` times, with real sleeps in its
// services, nothing failing and nothing stopped.
//
// Blocks for as long as that takes, at most about ten seconds; a build that
// hangs, crashes or does not start gives a reason instead of a latency. Ends
// at once when `stop` is requested; what it returns then means nothing.
observe::latency_result measure_latency(const subject& plain,
                                        unsigned runs = 20,
                                        std::stop_token stop = {});

}  // namespace racelab::explore
