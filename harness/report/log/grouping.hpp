// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"
#include "harness/report/log/packed_report.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace racelab::report::log {

// Equal reports: the first of them, and how many there are.
struct report_group {
  // Made anew by each call.
  log_report first() const { return unpacked(bytes, *texts); }

  std::string bytes;          // the first one, packed
  const text_pool* texts;     // its grouping's
  std::size_t log = 0;        // the number of the log that it is in
  std::uint64_t line = 0;     // of the log where it begins
  std::string_view key = {};  // the grouping's
  std::uint64_t count = 0;
  bool shown = false;  // to the reader, while the log was read
  bool known = false;  // from a baseline
};

// What equal reports have in common, also in other runs and other builds: the
// kind, and of each stack that matters the user's own function, file name and
// line. A frame without symbols has only its module, build id and place in it,
// which are the same in one build alone. In no order, since which of two
// accesses comes first is chance. Without any stack, the summary as well.
std::string group_key(const log_report&);

// The groups, in the order in which they first came until they are sorted.
// Needs memory for as many reports as differ, about a kilobyte each.
class grouping {
 public:
  // Whether the report is the first of its group. Marks its user frames.
  bool add(log_report&&, std::size_t log);

  // In the order in which the logs have their first reports: processes that
  // report at the same time may end in another one. Nothing can be added any
  // more.
  void sort();

  const std::vector<report_group>& groups() const { return groups_; }

  // The one that was added last.
  report_group& last() { return groups_.back(); }

  // As if none had been shown, for another reader.
  void forget_shown();

  std::uint64_t total() const { return total_; }

 private:
  std::unique_ptr<text_pool> texts_ = std::make_unique<text_pool>();
  std::vector<report_group> groups_;
  std::unordered_map<std::string, std::size_t> index_;  // by key
  std::uint64_t total_ = 0;
};

}  // namespace racelab::report::log
