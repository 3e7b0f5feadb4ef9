// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_result.hpp"
#include "harness/report/look.hpp"
#include "harness/report/result.hpp"
#include "harness/report/text_sink.hpp"

#include <string>

namespace racelab::report::log {

// One report in plain words: who did what, where in the user's own code, with
// the source of both accesses as far as it is at hand, and what else the log
// says of it.
std::string log_report_text(const report_group&, const sources&, const look&);

// The closing lines: how many reports there were, how many of them differ,
// what of the logs is no report, and which sources were not found.
std::string log_closing_text(const log_result&, const sources&, const look&);

// All groups that were not shown yet, what to mend first in front, and the
// closing lines.
void log_text(const log_result&, const sources&, const look&, const text_sink&);

inline std::string log_text(const log_result& result, const sources& files,
                            const look& screen) {
  return collected(
      [&](const text_sink& to) { log_text(result, files, screen, to); });
}

}  // namespace racelab::report::log
