// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a worker was told to stop, and it took longer than one unit of
// work until the caller could rely on it: until stop returned, or whatever else
// the caller waited in.
//
// Silent for the time in which a unit of work that was under way came to its
// end, and where the caller never gets back: that is a hang.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::detect {
namespace {

using observe::event;
using observe::observation;
using observe::virtual_time;

// The longest that was still to be done of a unit under way.
virtual_time rest_of_work(const observation& seen, std::size_t told) {
  const virtual_time then = seen.events[told].time;
  virtual_time rest{};
  for (const observe::call& each : seen.calls) {
    if (!begun_before(each, told) || ended_before(each, told)) continue;
    rest = std::max(rest, end_of(seen, each) - then);
  }
  return rest;
}

}  // namespace

std::vector<finding> slow_stop(const observation& seen) {
  const auto told = told_to_stop(seen);
  const auto end = return_event(seen);
  if (!told || !end) return {};
  const virtual_time asked = seen.events[*told].time;
  const virtual_time over = seen.events[*end].time;
  const virtual_time due = asked + rest_of_work(seen, *told);
  if (over <= due || over <= asked + seen.unit) return {};
  const event* wait = wait_across(seen, due);
  finding result = found(
      seen, "slow-stop",
      fmt::format("It is told to stop at {} and could be through at {}, but "
                  "takes until {}.",
                  in_milliseconds(asked), in_milliseconds(due),
                  in_milliseconds(over)),
      wait == nullptr ? nullptr : observe::subject_frame(wait->stack));
  result.events = {*told, *end};
  if (wait != nullptr) relate(result, creation_line(seen, wait->thread));
  return {result};
}

}  // namespace racelab::detect
