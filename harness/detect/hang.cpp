// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when nobody can go on and the function has not returned: the
// scheduler knows at once, since no timer is left either. Also when a schedule
// made no progress until the watchdog ended it.
//
// Silent when the function has returned: a thread that it leaves behind is a
// thread-leak.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

namespace racelab::detect {
namespace {

using observe::block_kind;
using observe::ending;
using observe::event;
using observe::event_kind;
using observe::observation;
using observe::subject_frame;

block_kind waits_for(const event& stuck) {
  return static_cast<block_kind>(stuck.value);
}

std::string awaited(const event& stuck) {
  switch (waits_for(stuck)) {
    case block_kind::mutex:
    case block_kind::rwlock:
      return stuck.object == observe::unknown_thread
                 ? "a lock"
                 : fmt::format("a lock that {} holds",
                               name_of_thread(stuck.object));
    case block_kind::join:
      return fmt::format("{} to end", name_of_thread(stuck.object));
    case block_kind::condition:
      return "a condition variable";
    case block_kind::semaphore:
      return "a semaphore";
    case block_kind::barrier:
      return "a barrier";
    case block_kind::once:
      return "somebody else's initialisation";
    case block_kind::futex:
      return "a future, a latch, a barrier, a semaphore or an atomic";
    case block_kind::sleep:
      return "its sleep to end";
    case block_kind::service:
      return "an answer";
    case block_kind::spin:
      return "a change, in a loop";
    case block_kind::arrival:
      return "a signal";
    case block_kind::descriptor:
      return "a pipe, an event or a timer";
  }
  return "something";
}

std::string who_waits(const observation& seen) {
  std::string words;
  for (const event& each : seen.events) {
    if (each.kind != event_kind::stuck) continue;
    words += fmt::format("{}{} waits for {}", words.empty() ? "" : ", ",
                         name_of_thread(each.thread), awaited(each));
  }
  return words;
}

// Where the knot is: a loop that waits for a change, else a wait for a lock,
// else where a thread is stuck that the function waits for, else where the
// function itself waits.
unsigned rank(const event& stuck) {
  if (waits_for(stuck) == block_kind::spin) return 0;
  const bool lock = waits_for(stuck) == block_kind::mutex ||
                    waits_for(stuck) == block_kind::rwlock;
  if (lock) return stuck.thread == 0 ? 1 : 2;
  return stuck.thread == 0 ? 4 : 3;
}

const event* knot(const observation& seen) {
  const event* best = nullptr;
  for (const event& each : seen.events) {
    if (each.kind != event_kind::stuck ||
        subject_frame(each.stack) == nullptr) {
      continue;
    }
    if (best == nullptr || rank(each) < rank(*best)) best = &each;
  }
  return best;
}

// Where a loop was last seen that the watchdog had to end.
const event* last_spin(const observation& seen) {
  for (auto each = seen.events.rbegin(); each != seen.events.rend(); ++each) {
    if (each->kind == event_kind::spin && subject_frame(each->stack) != nullptr)
      return &*each;
  }
  return nullptr;
}

bool hangs(const observation& seen) {
  switch (seen.ending) {
    case ending::stuck:
    case ending::out_of_time:
      return true;
    case ending::left_threads:
      return seen.outcome == observe::function_outcome::pending;
    default:
      return false;
  }
}

std::string message(const observation& seen) {
  if (const std::string words = who_waits(seen); !words.empty())
    return fmt::format("Nobody can go on: {}.", words);
  if (!seen.ending_reason.empty())
    return fmt::format("The function makes no progress: {}.",
                       seen.ending_reason);
  return "The function makes no progress, and was ended after a while.";
}

}  // namespace

std::vector<finding> hang(const observation& seen) {
  if (!hangs(seen)) return {};
  const event* place = knot(seen);
  if (place == nullptr) place = last_spin(seen);
  finding result =
      found(seen, "hang", message(seen),
            place == nullptr ? nullptr : subject_frame(place->stack));
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    if (seen.events[i].kind != event_kind::stuck) continue;
    result.events.push_back(i);
    relate(result, subject_frame(seen.events[i].stack));
    relate(result, creation_line(seen, seen.events[i].thread));
  }
  return {result};
}

}  // namespace racelab::detect
