// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/urgency.hpp"

#include "harness/report/log/user_code.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <tuple>

namespace racelab::report::log {
namespace {

// A word of the kind, and how urgent that is; the first that matches counts.
struct urgent_word {
  std::string_view word;
  int urgency;
};

constexpr urgent_word words[] = {
    {"use-after-free", 0}, {"race", 1},  {"lock-order", 2},
    {"deadlock", 2},       {"mutex", 2}, {"lock of", 2},
    {"signal", 3},         {"errno", 3}, {"thread leak", 4},
};

bool is_users_own(const log_report& report) {
  return std::all_of(
      report.accesses.begin(), report.accesses.end(),
      [](const access& each) { return user_frame(each.stack) != nullptr; });
}

}  // namespace

int urgency_of(const log_report& report) {
  const auto found =
      std::find_if(std::begin(words), std::end(words), [&](const auto& each) {
        return report.kind.find(each.word) != std::string::npos;
      });
  return found == std::end(words) ? 0 : found->urgency;
}

std::vector<std::size_t> by_urgency(const grouping& reports) {
  std::vector<std::tuple<bool, int, bool, std::uint64_t>> keys;
  for (const report_group& each : reports.groups()) {
    const log_report first = each.first();
    keys.emplace_back(each.known, urgency_of(first), !is_users_own(first),
                      ~each.count);
  }
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return keys[a] < keys[b]; });
  return order;
}

}  // namespace racelab::report::log
