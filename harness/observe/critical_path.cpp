// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/critical_path.hpp"

#include "harness/observe/dependencies.hpp"

#include <algorithm>
#include <numeric>

namespace racelab::observe {
namespace {

virtual_time duration(const call& each) {
  return each.outcome == call_outcome::pending ? virtual_time{}
                                               : each.end - each.begin;
}

// A call begins after what it needs has ended, so this order has every call
// after those that it needs.
std::vector<std::size_t> in_order_of_beginning(const std::vector<call>& calls) {
  std::vector<std::size_t> order(calls.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) {
                     return calls[left].begin < calls[right].begin;
                   });
  return order;
}

}  // namespace

virtual_time critical_path(const std::vector<call>& calls) {
  const auto needed = dependencies(calls);
  std::vector<virtual_time> path(calls.size());
  virtual_time longest{};
  for (const std::size_t each : in_order_of_beginning(calls)) {
    for (const std::size_t before : needed[each])
      path[each] = std::max(path[each], path[before]);
    path[each] += duration(calls[each]);
    longest = std::max(longest, path[each]);
  }
  return longest;
}

virtual_time sequential_time(const std::vector<call>& calls) {
  return std::accumulate(
      calls.begin(), calls.end(), virtual_time{},
      [](virtual_time sum, const call& each) { return sum + duration(each); });
}

}  // namespace racelab::observe
