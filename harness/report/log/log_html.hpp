// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_result.hpp"
#include "harness/report/result.hpp"
#include "harness/report/text_sink.hpp"

#include <string>

namespace racelab::report::log {

// The groups of equal reports as one HTML file, what to mend first in front,
// with the source around what they name as far as it is in `files`.
void log_html(const log_result&, const sources& files, const text_sink&);

inline std::string log_html(const log_result& result, const sources& files) {
  return collected([&](const text_sink& to) { log_html(result, files, to); });
}

}  // namespace racelab::report::log
