// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Which schedules there are, as far as that is known before and after some of
// them have been run.

#include "harness/explore/runner.hpp"
#include "harness/explore/schedule.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace racelab::explore {

// The number of orders in which calls to so many services can complete.
std::uint64_t count_orders(unsigned services);

// The environments without a stop: `orders` without a fault, each other use in
// its own orders (the first two dozen), then `orders` with each single service
// failing, if any can.
std::vector<observe::environment> unstopped(
    const scenario&, std::span<const std::uint32_t> orders);

// A context that is done before the call, in both ways it can be.
std::vector<observe::environment> stopped_before();

// A cancellation and a deadline at every step of a function that takes
// `elapsed` in this order of completion: half a unit after its start, and
// from there on one unit later each, while it still runs.
std::vector<observe::environment> stopped_at_each_step(
    const scenario&, std::uint32_t order, observe::virtual_time elapsed);

// A schedule that is known only from a run of another, and how many
// preemptions it has.
struct branch {
  schedule what;
  unsigned preemptions = 0;
};

// The schedules that differ from `from`, of which `choices` were made in a
// run, by one more deviation, after all those that it has. With these, each
// schedule of at most `most_preemptions` is reached exactly once: where the
// running thread blocks, every other choice is free.
//   Musuvathi, Qadeer: Iterative Context Bounding for Systematic Testing of
//   Multithreaded Programs, PLDI 2007 (CHESS).
std::vector<branch> branches(const branch& from,
                             std::span<const choice> choices,
                             unsigned most_preemptions);

// The schedules in which another thread goes on just before one acts on what
// it has seen: waits to be woken, or changes an atomic object that it has read.
// That is where wake-ups and updates are lost, and a sample seldom hits it.
std::vector<schedule> preempted_windows(const schedule& plain,
                                        std::span<const choice> choices);

// The decimal logarithm of the number of all interleavings, estimated from
// one of them: the product of how many threads each choice was between.
//   Knuth: Estimating the Efficiency of Backtrack Programs, 1975.
double log10_interleavings(std::span<const choice> choices);

// log10(10^a + 10^b)
double log10_sum(double a, double b);

// The deviations that make the default policy repeat what a sampler did.
std::vector<deviation> deviations_of(std::span<const choice> choices);

}  // namespace racelab::explore
