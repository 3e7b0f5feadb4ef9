// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/explore/subject.hpp"
#include "harness/observe/latency.hpp"

#include <cstdint>
#include <stop_token>

namespace racelab::explore {

struct latency_options {
  unsigned runs = 20;
  // Where the services are asked over HTTP (services::service_process), by a
  // build that does so; 0: they are simulated, by sleeping.
  std::uint16_t services_port = 0;
  std::stop_token stop;
};

// Runs the plain build of a subject that often, with nothing failing and
// nothing stopped; with real services, some times more with each failing.
//
// Blocks for as long as that takes, at most about ten seconds; a build that
// hangs, crashes or does not start gives a reason instead of a latency. Ends
// at once when `stop` is requested; what it returns then means nothing.
observe::latency_result measure_latency(const subject& plain,
                                        const latency_options& = {});

}  // namespace racelab::explore
