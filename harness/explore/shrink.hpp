// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/explore/schedule.hpp"

#include <functional>
#include <vector>

namespace racelab::explore {

// Whether a schedule still shows what is being shrunk. May say no to end the
// search early.
using shows_function = std::function<bool(const schedule&)>;

// A subset of `deviations` that `shows` accepts, and none of whose parts of
// one element less it does, provided that it accepts `deviations`.
//   Zeller, Hildebrandt: Simplifying and Isolating Failure-Inducing Input,
//   IEEE TSE 2002 (ddmin).
std::vector<deviation> minimise(
    std::vector<deviation> deviations,
    const std::function<bool(const std::vector<deviation>&)>& shows);

// The schedule with the fewest deviations, without a stop and a fault if that
// can be, and with the smallest order, fault and step, that still shows it.
// `from` is taken to show it. Deterministic.
schedule shrink(schedule from, const shows_function& shows);

// Whether `a` is easier to follow than `b`.
bool simpler(const schedule& a, const schedule& b);

}  // namespace racelab::explore
