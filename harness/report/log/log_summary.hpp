// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_result.hpp"

#include <string>

namespace racelab::report::log {

// How many reports there are, how many differ, are known or were ignored.
std::string summary_of(const log_result&);

// What the log says of reports that it does not contain: its process counted
// more of them, or there is a report's summary alone. Empty if it says nothing.
std::string lacking_reports(const log_counts&);

// That lines of several reports came mixed so that some may stand in the wrong
// one, where those begin, and what to do. Empty if none did.
std::string mixed_reports(const log_counts&);

// Whether nothing can be said of the program from what is not in the logs:
// ThreadSanitizer itself gave up, or reports are lacking.
bool inconclusive(const log_result&);

}  // namespace racelab::report::log
