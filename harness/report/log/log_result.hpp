// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/grouping.hpp"
#include "harness/report/log/log_parser.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
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

// A line of a file of suppressions, and how many reports it left out.
struct ignoring_line {
  std::string file;
  std::size_t line = 0;
  std::string words;  // "race:cart.cpp"
  std::uint64_t reports = 0;
};

// What a reporter of logs writes down. Groups refer to sources by number.
struct log_result {
  grouping reports;
  std::vector<log_source> sources;
  std::vector<ignoring_line> ignoring;  // those that left out some
};

// How many of the logs were not read, or not to their end.
inline std::size_t unreadable_logs(const log_result& result) {
  return static_cast<std::size_t>(std::count_if(
      result.sources.begin(), result.sources.end(),
      [](const log_source& each) { return !each.unreadable.empty(); }));
}

// Reports of the logs that are in no group.
inline std::uint64_t ignored_reports(const log_result& result) {
  return std::accumulate(result.sources.begin(), result.sources.end(),
                         std::uint64_t{0},
                         [](std::uint64_t sum, const log_source& each) {
                           return sum + each.ignored;
                         });
}

}  // namespace racelab::report::log
