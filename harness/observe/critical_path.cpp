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

virtual_time critical_path(const std::vector<call>& calls, unsigned limit) {
  const auto needed = dependencies(calls);
  std::vector<virtual_time> ends(calls.size());
  std::vector<virtual_time> places(limit);  // when each is free again
  virtual_time longest{};
  for (const std::size_t each : in_order_of_beginning(calls)) {
    virtual_time begin{};
    for (const std::size_t before : needed[each])
      begin = std::max(begin, ends[before]);
    const auto place = std::min_element(places.begin(), places.end());
    if (place != places.end()) begin = std::max(begin, *place);
    ends[each] = begin + duration(calls[each]);
    if (place != places.end()) *place = ends[each];
    longest = std::max(longest, ends[each]);
  }
  return longest;
}

virtual_time sequential_time(const std::vector<call>& calls) {
  return std::accumulate(
      calls.begin(), calls.end(), virtual_time{},
      [](virtual_time sum, const call& each) { return sum + duration(each); });
}

}  // namespace racelab::observe
