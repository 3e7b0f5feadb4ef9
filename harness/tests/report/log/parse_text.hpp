// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_parser.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::report::log {

struct parsed_log {
  std::vector<log_report> reports;
  log_counts counts;
};

// The log fed in pieces of that many bytes; 0: in one.
parsed_log parse_text(std::string_view text, std::size_t piece = 0);

// "function|file|line", or "function|module|-" where no file is known.
std::string place_of(const frame&);

// All that a report says, in one text, so that two can be compared.
std::string all_of(const log_report&);

// With that in front of each line.
std::string prefixed(std::string_view text, std::string_view prefix);

// A report as g++ 12 words it: two threads at one global, with a lock that one
// of them holds.
extern const char* const gcc_race;

}  // namespace racelab::report::log
