// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <string>

namespace racelab::report {

// The annotated report of one subject: its verdict in a sentence; for each
// finding what it means and the source it happened at (both accesses of a race
// side by side); for each schedule that shows one or more of them the threads
// in columns, and how to see it again.
std::string annotated(const subject_result&, const sources&, const look&);

}  // namespace racelab::report
