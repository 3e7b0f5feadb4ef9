// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when the context that the function was handed was done, and a call
// went on after that moment, or was made later and not given up at once, or
// the function itself took time.
//
// Silent when everything gave up at that moment, and when everything was over
// before. A call under way that nothing can interrupt may come to its end, and
// the function may wait for it; beyond that it may take less than one unit. Who
// uses a worker stops it when he likes: only its calls count.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::detect {
namespace {

using observe::call;
using observe::event;
using observe::event_kind;
using observe::observation;
using observe::virtual_time;

std::string what_stopped(const observation& seen, virtual_time when) {
  return fmt::format("{} at {}",
                     seen.environment.stopped_by == observe::stop::deadline
                         ? "The deadline passes"
                         : "The caller cancels",
                     in_milliseconds(when));
}

std::string message(const observation& seen, const call& late,
                    virtual_time stopped) {
  const std::string service = name_of_service(seen, late);
  if (!late.interruptible)
    return what_stopped(seen, stopped) +
           fmt::format(", but the call to {} is made after that, at {}.",
                       service, in_milliseconds(late.begin));
  return what_stopped(seen, stopped) +
         (late.begin > stopped
              ? fmt::format(", but the call to {} is made after that, at {}, "
                            "and not given up.",
                            service, in_milliseconds(late.begin))
              : fmt::format(", but the call to {} goes on until {}.", service,
                            in_milliseconds(end_of(seen, late))));
}

void add_late_calls(const observation& seen, virtual_time stopped,
                    std::vector<finding>& to) {
  for (const call& each : seen.calls) {
    if (!begun_in_function(seen, each)) continue;
    if (end_of(seen, each) <= std::max(each.begin, stopped)) continue;
    if (may_go_on(seen, each, stopped)) continue;
    to.push_back(found(seen, "cancellation-ignored",
                       message(seen, each, stopped),
                       observe::subject_frame(each.stack)));
    to.back().events = {each.begin_event};
    if (each.outcome != observe::call_outcome::pending)
      to.back().events.push_back(each.end_event);
    relate(to.back(), creation_line(seen, each.thread));
  }
}

// Until when the function may wait for calls that nothing can interrupt.
virtual_time excused_until(const observation& seen, virtual_time stopped) {
  virtual_time latest = stopped;
  for (const call& each : seen.calls)
    if (begun_in_function(seen, each) && may_go_on(seen, each, stopped))
      latest = std::max(latest, end_of(seen, each));
  return latest;
}

// The last that the function itself did, whether it came to its end or not.
std::size_t last_own_event(const observation& seen) {
  if (const auto end = return_event(seen)) return *end;
  std::size_t last = 0;
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const event& each = seen.events[i];
    if (each.thread == 0 && each.kind != event_kind::stuck) last = i;
  }
  return last;
}

void add_late_function(const observation& seen, virtual_time stopped,
                       std::vector<finding>& to) {
  const std::size_t last = last_own_event(seen);
  const virtual_time over = seen.events[last].time;
  const virtual_time excused = excused_until(seen, stopped);
  // Who waits by looking again and again is late by a little.
  const bool is_late = over >= excused + seen.unit ||
                       seen.outcome == observe::function_outcome::pending;
  if (over <= excused || !is_late || told_to_stop(seen)) return;
  const event* wait = wait_across(seen, excused);
  to.push_back(
      found(seen, "cancellation-ignored",
            fmt::format("{}, but the function goes on until {}.",
                        what_stopped(seen, stopped), in_milliseconds(over)),
            wait == nullptr ? nullptr : observe::subject_frame(wait->stack)));
  to.back().events = {last};
}

}  // namespace

std::vector<finding> cancellation_ignored(const observation& seen) {
  const auto stopped = stop_time(seen);
  if (!stopped || seen.events.empty()) return {};
  std::vector<finding> result;
  add_late_calls(seen, *stopped, result);
  if (result.empty()) add_late_function(seen, *stopped, result);
  return result;
}

}  // namespace racelab::detect
