// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace racelab::bench {
namespace {

constexpr std::array<std::string_view, 5> names{"met", "missed", "not decided",
                                                "not run", "no goal"};

// How many values can be left out at each end: the largest number whose
// chance, as heads among so many coins, is at most 1 in 40.
std::size_t left_out(std::size_t count) {
  double chance = std::pow(0.5, static_cast<double>(count));
  double sum = chance;
  std::size_t out = 0;
  while (sum <= 0.025) {
    ++out;
    chance *= static_cast<double>(count - out + 1) / static_cast<double>(out);
    sum += chance;
  }
  return out == 0 ? 0 : out - 1;
}

}  // namespace

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half]
                                : (values[half - 1] + values[half]) / 2;
}

interval interval_of_median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t out = left_out(values.size());
  return {values[out], values[values.size() - 1 - out]};
}

std::string_view name_of(state of) {
  return names.at(static_cast<std::size_t>(of));
}

state judge(double ratio, const interval& spread,
            const std::optional<goal>& wanted) {
  if (!wanted) return state::no_goal;
  const double limit = wanted->limit;
  if (wanted->at_least ? spread.high < limit : spread.low > limit)
    return state::missed;
  const double distance = wanted->at_least ? ratio - limit : limit - ratio;
  return spread.high - spread.low <= distance ? state::met : state::undecided;
}

}  // namespace racelab::bench
