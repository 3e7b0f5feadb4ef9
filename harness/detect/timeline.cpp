// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/timeline.hpp"

#include <algorithm>
#include <iterator>

namespace racelab::detect {

using observe::call;
using observe::call_outcome;
using observe::event;
using observe::event_kind;
using observe::observation;
using observe::thread_number;
using observe::virtual_time;

namespace {

template <class Predicate>
std::optional<std::size_t> first_event_if(const observation& seen,
                                          Predicate matches) {
  const auto found =
      std::find_if(seen.events.begin(), seen.events.end(), matches);
  if (found == seen.events.end()) return std::nullopt;
  return static_cast<std::size_t>(std::distance(seen.events.begin(), found));
}

bool is_wait(const event& what) {
  return what.kind == event_kind::sleep || what.kind == event_kind::blocked;
}

}  // namespace

std::optional<std::size_t> first_event(const observation& seen,
                                       event_kind kind) {
  return first_event_if(seen,
                        [&](const event& each) { return each.kind == kind; });
}

std::optional<std::size_t> return_event(const observation& seen) {
  return first_event(seen, event_kind::function_end);
}

virtual_time began(const observation& seen) {
  const auto begin = first_event(seen, event_kind::function_begin);
  return begin ? seen.events[*begin].time : virtual_time{};
}

virtual_time last_time(const observation& seen) {
  return seen.events.empty() ? virtual_time{} : seen.events.back().time;
}

virtual_time end_of(const observation& seen, const call& what) {
  return what.outcome == call_outcome::pending ? last_time(seen) : what.end;
}

bool begun_before(const call& what, std::size_t moment) {
  return what.begin_event < moment;
}

bool ended_before(const call& what, std::size_t moment) {
  return what.outcome != call_outcome::pending && what.end_event < moment;
}

bool begun_in_function(const observation& seen, const call& what) {
  const auto end = return_event(seen);
  return !end || begun_before(what, *end);
}

bool may_go_on(const observation& seen, const call& what, virtual_time moment) {
  return !what.interruptible && what.begin <= moment && began(seen) < moment;
}

bool ran_smoothly(const observation& seen) {
  return return_event(seen) && !first_event(seen, event_kind::crash) &&
         std::all_of(seen.calls.begin(), seen.calls.end(),
                     [](const call& each) {
                       return each.outcome == call_outcome::answered;
                     });
}

std::vector<const call*> under_way_with(const observation& seen,
                                        const call& what) {
  std::vector<const call*> all;
  for (const call& each : seen.calls) {
    if (each.begin_event <= what.begin_event &&
        !ended_before(each, what.begin_event))
      all.push_back(&each);
  }
  return all;
}

bool one_after_another(const observation& seen) {
  return std::all_of(
      seen.calls.begin(), seen.calls.end(),
      [&](const call& each) { return under_way_with(seen, each).size() == 1; });
}

std::optional<virtual_time> stop_time(const observation& seen) {
  const unsigned step = seen.environment.stop_step;
  switch (seen.environment.stopped_by) {
    case observe::stop::none:
      return std::nullopt;
    case observe::stop::deadline:
      return step == 0 ? began(seen)
                       : began(seen) + step * seen.unit - seen.unit / 2;
    case observe::stop::cancel:
      break;
  }
  if (step == 0) return began(seen);
  const auto cancelled = first_event_if(seen, [](const event& each) {
    return each.kind == event_kind::stop_requested && each.value == 0;
  });
  if (!cancelled) return std::nullopt;
  return seen.events[*cancelled].time;
}

bool made_to_fail(const observation& seen, const call& what) {
  return what.outcome == call_outcome::failed &&
         seen.environment.fault == what.service + 1;
}

bool disturbed(const observation& seen) {
  const auto end = return_event(seen);
  const virtual_time over = end ? seen.events[*end].time : last_time(seen);
  const auto stopped = stop_time(seen);
  return (stopped && *stopped <= over) ||
         std::any_of(
             seen.calls.begin(), seen.calls.end(),
             [&](const call& each) { return made_to_fail(seen, each); });
}

bool started_by_function(const observation& seen, thread_number thread) {
  const auto begin = first_event(seen, event_kind::function_begin);
  const auto created = first_event_if(seen, [&](const event& each) {
    return each.kind == event_kind::thread_create && each.object == thread;
  });
  return begin && created && *begin < *created;
}

bool outlived_function(const observation& seen, thread_number thread) {
  const auto end = return_event(seen);
  if (!end || thread == 0 || thread >= seen.threads.size()) return false;
  const auto ended = first_event_if(seen, [&](const event& each) {
    return each.kind == event_kind::thread_end && each.thread == thread;
  });
  return !ended || *ended > *end;
}

std::optional<std::size_t> told_to_stop(const observation& seen) {
  return first_event_if(seen, [](const event& each) {
    return each.kind == event_kind::stop_requested && each.value == 1;
  });
}

const event* wait_across(const observation& seen, virtual_time moment) {
  const event* chosen = nullptr;
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const event& each = seen.events[i];
    if (!is_wait(each) || each.time > moment) continue;
    if (each.thread != 0 && !started_by_function(seen, each.thread)) continue;
    const auto next = std::find_if(
        seen.events.begin() + static_cast<std::ptrdiff_t>(i) + 1,
        seen.events.end(),
        [&](const event& later) { return later.thread == each.thread; });
    if (next == seen.events.end() || next->time <= moment) continue;
    const bool better =
        chosen == nullptr || (chosen->thread == 0 && each.thread != 0);
    if (better && subject_frame(each.stack) != nullptr) chosen = &each;
  }
  return chosen;
}

}  // namespace racelab::detect
