// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/held_locks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <unordered_set>
#include <vector>

namespace racelab::report::log {
namespace {

bool are_known(const log_report& report, const access& each) {
  return report.format == "tsan" &&
         (!each.locks.empty() || each.stack.missing.empty());
}

// Without how it is held: "read M1" is M1.
std::string_view id_of(std::string_view lock) {
  return lock.substr(lock.rfind(' ') + 1);
}

std::vector<std::string_view> held_by_both(const access& one,
                                           const access& other) {
  std::unordered_set<std::string_view> others;
  for (const std::string& lock : other.locks) others.insert(id_of(lock));
  std::vector<std::string_view> out;
  for (const std::string& lock : one.locks)
    if (others.contains(id_of(lock))) out.push_back(id_of(lock));
  return out;
}

}  // namespace

std::string held_locks(const log_report& report, const access& each) {
  if (!are_known(report, each)) return "";
  return each.locks.empty()
             ? "holding no lock"
             : fmt::format("holding {}", fmt::join(each.locks, ", "));
}

std::string common_locks(const log_report& report) {
  if (report.accesses.size() != 2) return "";
  const access& later = report.accesses[0];
  const access& earlier = report.accesses[1];
  if (!are_known(report, later) || !are_known(report, earlier)) return "";
  if (later.locks.empty() && earlier.locks.empty())
    return "Neither holds a lock.";
  const auto both = held_by_both(later, earlier);
  if (both.empty()) return "No lock is held by both.";
  return fmt::format(
      "Both hold {}: one that is held for reading only does not keep others "
      "out.",
      fmt::join(both, ", "));
}

}  // namespace racelab::report::log
