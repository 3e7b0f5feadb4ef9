// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"
#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <string>

namespace racelab::report::log {

// The two accesses of a report as it happened, the earlier one first, each
// with the source around the user's own line, the locks that were held and who
// created the thread: side by side on a wide screen. What is not known is said.
// Empty if a report has no two accesses, or no source of either is at hand.
std::string access_pair(const log_report&, const sources&, const look&);

}  // namespace racelab::report::log
