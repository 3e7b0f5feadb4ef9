// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/result.hpp"

#include <string>

namespace racelab::report {

// Chrome's trace event format, which Perfetto and chrome://tracing open: each
// schedule that shows a finding is a process, its threads are lanes, calls and
// waits are slices, and what the findings are about is marked.
//
// Time is the virtual one, in microseconds, and one nanosecond more for each
// event: what happens at one moment stays in its order.
std::string chrome_trace(const run_result&);

}  // namespace racelab::report
