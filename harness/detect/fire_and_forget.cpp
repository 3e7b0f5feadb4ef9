// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when the function has returned or thrown, and a call that it started
// is still under way or yet to begin.
//
// Silent when only a thread outlives the function, with all its calls behind
// it: the last step of a thread that counts a latch down is to end.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

namespace racelab::detect {
namespace {

using observe::call;
using observe::observation;

std::string message(const observation& seen, const call& left,
                    std::size_t end) {
  const bool returned = seen.outcome == observe::function_outcome::returned;
  const bool begun = begun_before(left, end);
  return fmt::format(
      "The function {} while {} {} {}, and nobody waits for that thread.",
      returned ? "returns" : "throws", name_of_thread(left.thread),
      begun ? "still waits for the answer of" : "is yet to call",
      name_of_service(seen, left));
}

}  // namespace

std::vector<finding> fire_and_forget(const observation& seen) {
  const auto end = return_event(seen);
  if (!end) return {};
  std::vector<finding> result;
  for (const call& each : seen.calls) {
    if (ended_before(each, *end)) continue;
    const observe::frame* place = observe::subject_frame(each.stack);
    const observe::frame* created = creation_line(seen, each.thread);
    result.push_back(found(seen, "fire-and-forget", message(seen, each, *end),
                           created != nullptr ? created : place));
    result.back().events = {each.begin_event, *end};
    relate(result.back(), place);
  }
  return result;
}

}  // namespace racelab::detect
