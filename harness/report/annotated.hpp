// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <string>

namespace racelab::report {

// The annotated report of one subject: its verdict in a sentence, and for
// each finding what it means, the source it happened at (both accesses of a
// race side by side), the threads in columns, and how to see it again.
std::string annotated(const subject_result&, const sources&, const look&);

// The same for one finding alone.
std::string annotated_finding(const subject_result&, const shown_finding&,
                              const sources&, const look&);

}  // namespace racelab::report
