// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/grouping.hpp"
#include "harness/report/log/log_parser.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace racelab::report::log {

// One log that was read, besides its reports.
struct log_source {
  std::string name;  // the file as the user named it, or "standard input"
  log_counts counts;
  std::uint64_t ignored = 0;    // of its reports: they are in no group
  std::string unreadable = {};  // why it, or its rest, was not read
};

// What a reporter of logs writes down. Groups refer to sources by number.
struct log_result {
  grouping reports;
  std::vector<log_source> sources;
};

inline bool any_unreadable(const log_result& result) {
  return std::any_of(
      result.sources.begin(), result.sources.end(),
      [](const log_source& each) { return !each.unreadable.empty(); });
}

// Whether ThreadSanitizer itself gave up in one of the logs.
inline bool failed(const log_result& result) {
  return std::any_of(
      result.sources.begin(), result.sources.end(),
      [](const log_source& each) { return each.counts.failures != 0; });
}

}  // namespace racelab::report::log
