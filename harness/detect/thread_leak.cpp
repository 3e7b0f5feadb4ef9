// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when the function has returned, and a thread that it started never
// ends, or has ended and was neither joined nor detached: its stack is never
// freed.
//
// Silent for threads that were joined, or detached and came to their end, and
// for schedules that came to a sudden end themselves.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

namespace racelab::detect {
namespace {

using observe::ending;
using observe::observation;
using observe::thread_number;

bool ended_in_order(const observation& seen) {
  return (seen.ending == ending::finished ||
          seen.ending == ending::left_threads) &&
         return_event(seen) && !first_event(seen, observe::event_kind::crash);
}

std::string message(const observation& seen, thread_number which) {
  return sentence(name_of_thread(which)) +
         (seen.threads[which].finished
              ? " is started, and neither joined nor detached."
              : " never ends, although the function is long over.");
}

}  // namespace

std::vector<finding> thread_leak(const observation& seen) {
  if (!ended_in_order(seen)) return {};
  std::vector<finding> result;
  for (thread_number i = 1; i < seen.threads.size(); ++i) {
    const observe::thread& each = seen.threads[i];
    const bool released = each.joined || each.detached;
    if ((each.finished && released) || !started_by_function(seen, i)) continue;
    result.push_back(
        found(seen, "thread-leak", message(seen, i), creation_line(seen, i)));
    for (std::size_t at = 0; at < seen.events.size(); ++at) {
      const observe::event& event = seen.events[at];
      if (event.kind == observe::event_kind::thread_create &&
          event.object == i) {
        result.back().events.push_back(at);
      }
    }
  }
  return result;
}

}  // namespace racelab::detect
