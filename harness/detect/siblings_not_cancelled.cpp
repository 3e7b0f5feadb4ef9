// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a call failed, and another one went on after that moment or was
// made later.
//
// Silent for calls that gave up as the first one failed, for calls that had
// ended by then or that nothing could interrupt, and when the caller's context
// was done first: what goes on then is cancellation-ignored.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::detect {
namespace {

using observe::call;
using observe::call_outcome;
using observe::observation;
using observe::virtual_time;

const call* first_to_fail(const observation& seen) {
  const auto end = return_event(seen);
  const call* first = nullptr;
  for (const call& each : seen.calls) {
    if (each.outcome != call_outcome::failed) continue;
    if (end && !ended_before(each, *end)) continue;
    if (first == nullptr || each.end_event < first->end_event) first = &each;
  }
  return first;
}

// Whether the call was made where the failure had been seen.
bool made_knowingly(const call& failed, const call& later) {
  return later.thread == failed.thread && later.begin_event > failed.end_event;
}

std::string message(const observation& seen, const call& failed,
                    const call& sibling) {
  const std::string what =
      fmt::format("The call to {} fails at {}", name_of_service(seen, failed),
                  in_milliseconds(failed.end));
  const std::string service = name_of_service(seen, sibling);
  return what +
         (sibling.begin > failed.end || !sibling.interruptible
              ? fmt::format(", but the call to {} is made after that, at {}.",
                            service, in_milliseconds(sibling.begin))
              : fmt::format(", but the call to {} beside it goes on until {}.",
                            service, in_milliseconds(end_of(seen, sibling))));
}

}  // namespace

std::vector<finding> siblings_not_cancelled(const observation& seen) {
  const call* failed = first_to_fail(seen);
  if (failed == nullptr) return {};
  const auto stopped = stop_time(seen);
  if (stopped && *stopped <= failed->end) return {};
  std::vector<finding> result;
  for (const call& each : seen.calls) {
    if (&each == failed || !begun_in_function(seen, each)) continue;
    if (end_of(seen, each) <= std::max(each.begin, failed->end)) continue;
    if (may_go_on(seen, each, failed->end) && !made_knowingly(*failed, each))
      continue;
    result.push_back(found(seen, "siblings-not-cancelled",
                           message(seen, *failed, each),
                           observe::subject_frame(each.stack)));
    result.back().events = {failed->end_event, each.begin_event};
    relate(result.back(), observe::subject_frame(failed->stack));
    relate(result.back(), creation_line(seen, each.thread));
  }
  return result;
}

}  // namespace racelab::detect
