// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a call begins as another one ends, although it needs nothing of
// that other, and could have begun before. Only where every call was answered:
// then no time passes but in calls and in sleeps.
//
// Silent when a call waits for what it needs, and when it is late because
// somebody slept: a sleep is a mistake of another kind, if it is one. Where
// only so many calls may be under way at once, it speaks if they never were
// more than one: what else leaves room is limit-underused.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"
#include "harness/observe/dependencies.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::detect {
namespace {

using observe::call;
using observe::event;
using observe::event_kind;
using observe::observation;
using observe::virtual_time;

bool is_sleep_until(const event& what, virtual_time moment) {
  return what.kind == event_kind::sleep && what.value > 0 &&
         what.time + virtual_time(what.value) == moment;
}

// One of several sleeps in a row is no delay: it polls for something.
bool polls(const observation& seen, const event& sleep) {
  return std::any_of(
      seen.events.begin(), seen.events.end(), [&](const event& each) {
        return each.thread == sleep.thread && is_sleep_until(each, sleep.time);
      });
}

// When what happened at `moment` would have happened without the sleep that
// ended then.
virtual_time without_sleep(const observation& seen, virtual_time moment) {
  for (const event& each : seen.events) {
    if (is_sleep_until(each, moment) && !polls(seen, each)) return each.time;
  }
  return moment;
}

struct needless_wait {
  const call* late;
  const call* awaited;
  virtual_time possible;  // when `late` could have begun
};

class judge_of_order {
 public:
  explicit judge_of_order(const observation& seen)
      : seen_(seen), needed_(observe::dependencies(seen.calls)) {}

  // The last call that `late` waited for needlessly; null if there is none.
  needless_wait wait_of(std::size_t late) const {
    needless_wait result{&seen_.calls[late], nullptr, possible(late)};
    const virtual_time begin = without_sleep(seen_, result.late->begin);
    for (std::size_t i = 0; i < seen_.calls.size(); ++i) {
      const call& other = seen_.calls[i];
      if (i == late) continue;
      if (other.end <= result.possible || other.end > begin) continue;
      // Who waits by looking again and again is late by a little.
      if (begin - other.end >= seen_.unit) continue;
      if (result.awaited == nullptr || result.awaited->end < other.end)
        result.awaited = &other;
    }
    return result;
  }

 private:
  virtual_time possible(std::size_t which) const {
    virtual_time time = began(seen_);
    for (const std::size_t each : needed_[which])
      time = std::max(time, seen_.calls[each].end);
    return time;
  }

  const observation& seen_;
  std::vector<std::vector<std::size_t>> needed_;
};

finding told(const observation& seen, const needless_wait& wait) {
  finding result = found(
      seen, "sequential",
      fmt::format("The call to {} waits until {} has answered, although it "
                  "does not need that answer: it begins at {} and could have "
                  "begun at {}.",
                  name_of_service(seen, *wait.late),
                  name_of_service(seen, *wait.awaited),
                  in_milliseconds(wait.late->begin),
                  in_milliseconds(wait.possible)),
      observe::subject_frame(wait.late->stack));
  result.events = {wait.awaited->end_event, wait.late->begin_event};
  relate(result, observe::subject_frame(wait.awaited->stack));
  return result;
}

}  // namespace

std::vector<finding> sequential(const observation& seen) {
  if (!ran_smoothly(seen)) return {};
  if (seen.limit != 0 && (seen.limit == 1 || !one_after_another(seen)))
    return {};
  const judge_of_order order(seen);
  std::vector<finding> result;
  for (std::size_t i = 0; i < seen.calls.size(); ++i) {
    const needless_wait wait = order.wait_of(i);
    if (wait.awaited != nullptr) result.push_back(told(seen, wait));
  }
  return result;
}

}  // namespace racelab::detect
