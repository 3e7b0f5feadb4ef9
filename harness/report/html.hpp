// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/replayed.hpp"
#include "harness/report/result.hpp"

#include <string>

namespace racelab::report {

// A run as one HTML file: each subject's verdict, latency and findings, and
// every schedule that shows one, to be stepped through.
std::string html(const run_result&, const sources&);

// One schedule, run again, whatever it shows.
std::string replay_html(const replayed&, const sources&);

}  // namespace racelab::report
