// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>

namespace racelab::observe {

// What a caller of the function really waits, on the clock. Shown beside the
// verdict and never part of it: a clock on a busy machine proves nothing.
struct latency {
  using milliseconds = std::chrono::duration<double, std::milli>;

  milliseconds p50{};
  milliseconds p99{};
  milliseconds critical_path{};  // median of the same runs
  milliseconds sequential{};     // median of the sum of all calls' times
  unsigned runs = 0;
  bool over_http = false;  // the services were real ones, else simulated
  // Median of the time until it throws because one of them failed; measured
  // over HTTP alone.
  std::optional<milliseconds> failing = {};
};

struct latency_result {
  std::optional<latency> measured;
  std::string reason;    // why it could not be measured
  bool crashed = false;  // a run did, or it ended the process: no clock's fault
};

// The percentiles over `runs`, by the nearest-rank method. Not measured if
// there are none or one of them did not run to its end.
latency_result latency_of(std::span<const observation> runs);

// The median of those runs that ended by an exception; null if none did.
std::optional<latency::milliseconds> failing_time(
    std::span<const observation> runs);

}  // namespace racelab::observe
