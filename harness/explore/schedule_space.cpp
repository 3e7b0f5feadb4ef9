// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/schedule_space.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace racelab::explore {
namespace {

// Of a use but for the first.
constexpr std::uint64_t most_own_orders = 24;

observe::environment stopped(std::uint32_t order, observe::stop how,
                             unsigned step) {
  observe::environment env;
  env.order = order;
  env.stopped_by = how;
  env.stop_step = step;
  return env;
}

}  // namespace

std::uint64_t count_orders(unsigned services) {
  std::uint64_t orders = 1;
  for (unsigned i = 2; i <= services; ++i) orders *= i;
  return orders;
}

std::vector<observe::environment> unstopped(
    const scenario& about, std::span<const std::uint32_t> orders) {
  std::vector<observe::environment> all;
  observe::environment env;
  for (const std::uint32_t order : orders) {
    env.order = order;
    all.push_back(env);
  }
  env = {};
  for (const unsigned services : about.other_uses) {
    ++env.use;
    const std::uint64_t own = std::min(count_orders(services), most_own_orders);
    for (env.order = 0; env.order < own; ++env.order) all.push_back(env);
  }
  if (about.infallible) return all;
  env = {};
  for (const std::uint32_t order : orders) {
    env.order = order;
    for (env.fault = 1; env.fault <= about.services; ++env.fault)
      all.push_back(env);
  }
  return all;
}

std::vector<observe::environment> stopped_before() {
  return {stopped(0, observe::stop::cancel, 0),
          stopped(0, observe::stop::deadline, 0)};
}

std::vector<observe::environment> stopped_at_each_step(
    const scenario& about, std::uint32_t order, observe::virtual_time elapsed) {
  std::vector<observe::environment> all;
  for (unsigned step = 1; step <= about.max_steps; ++step) {
    if (about.unit * step - about.unit / 2 >= elapsed) break;
    all.push_back(stopped(order, observe::stop::cancel, step));
    all.push_back(stopped(order, observe::stop::deadline, step));
  }
  return all;
}

std::vector<branch> branches(const branch& from,
                             std::span<const choice> choices,
                             unsigned most_preemptions) {
  std::vector<branch> all;
  const std::size_t first =
      from.what.deviations.empty() ? 0 : from.what.deviations.back().point + 1U;
  for (std::size_t point = first; point < choices.size(); ++point) {
    const choice& at = choices[point];
    const unsigned preemptions = from.preemptions + (at.preemptive ? 1U : 0U);
    if (preemptions > most_preemptions) continue;
    for (unsigned thread = 0; thread < 64; ++thread) {
      if ((at.enabled >> thread & 1U) == 0 || thread == at.taken) continue;
      branch next{from.what, preemptions};
      next.what.deviations.push_back({static_cast<unsigned>(point), thread});
      all.push_back(std::move(next));
    }
  }
  return all;
}

std::vector<schedule> preempted_windows(const schedule& plain,
                                        std::span<const choice> choices) {
  std::vector<schedule> all;
  for (const branch& each : branches({plain, 0}, choices, 1))
    if (choices[each.what.deviations.back().point].window)
      all.push_back(each.what);
  return all;
}

double log10_interleavings(std::span<const choice> choices) {
  double sum = 0;
  for (const choice& each : choices)
    sum += std::log10(std::max(1, std::popcount(each.enabled)));
  return sum;
}

double log10_sum(double a, double b) {
  const double larger = std::max(a, b);
  return larger + std::log10(1 + std::pow(10, std::min(a, b) - larger));
}

std::vector<deviation> deviations_of(std::span<const choice> choices) {
  std::vector<deviation> all;
  for (std::size_t point = 0; point < choices.size(); ++point)
    if (choices[point].taken != choices[point].standard)
      all.push_back({static_cast<unsigned>(point), choices[point].taken});
  return all;
}

}  // namespace racelab::explore
