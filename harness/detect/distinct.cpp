// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/distinct.hpp"

#include "harness/detect/finding_id.hpp"
#include "harness/detect/learner_line.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace racelab::detect {
namespace {

auto listing(const finding& what) {
  const auto id = std::find(finding_ids.begin(), finding_ids.end(), what.id);
  return std::make_tuple(id - finding_ids.begin(), what.file, what.line);
}

// Smaller is better.
auto cost(const finding& what) {
  return std::make_tuple(what.line == 0, what.schedule.size(), what.schedule,
                         !what.race.has_value());
}

void merge(finding& kept, finding& other) {
  if (cost(other) < cost(kept)) std::swap(kept, other);
  for (const observe::frame& each : other.related) relate(kept, &each);
}

}  // namespace

bool same_finding(const finding& left, const finding& right) {
  if (left.id != right.id) return false;
  return left.line == 0 || right.line == 0 ||
         (left.file == right.file && left.line == right.line);
}

bool listed_before(const finding& left, const finding& right) {
  return listing(left) < listing(right);
}

std::vector<finding> distinct(std::vector<finding> all) {
  // Those without a line come last, so that they find one to join.
  std::stable_sort(all.begin(), all.end(),
                   [](const finding& left, const finding& right) {
                     return std::make_pair(left.line == 0, listing(left)) <
                            std::make_pair(right.line == 0, listing(right));
                   });
  std::vector<finding> result;
  for (finding& each : all) {
    const auto same = std::find_if(
        result.begin(), result.end(),
        [&](const finding& kept) { return same_finding(kept, each); });
    if (same == result.end())
      result.push_back(std::move(each));
    else
      merge(*same, each);
  }
  std::stable_sort(result.begin(), result.end(), listed_before);
  return result;
}

}  // namespace racelab::detect
