// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_result.hpp"
#include "harness/report/look.hpp"

#include <string>

namespace racelab::report::log {

// One report in plain words: who did what, where in the user's own code, and
// what else the log says of it. `count` is how often it was seen, 0 if nobody
// knows yet.
std::string log_report_text(const log_report&, std::uint64_t count,
                            const look&);

// The closing lines: how many reports there were, how many of them differ, and
// what of the logs is no report.
std::string log_closing_text(const log_result&, const look&);

// All groups that were not shown yet, and the closing lines.
std::string log_text(const log_result&, const look&);

}  // namespace racelab::report::log
