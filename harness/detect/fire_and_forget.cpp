// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when the function has returned or thrown, and a call that it started
// is still under way or yet to begin, or a thread that it started crashes: it
// works on what is gone.
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
using observe::event;
using observe::event_kind;
using observe::observation;

std::string_view what_it_did(const observation& seen) {
  return seen.outcome == observe::function_outcome::threw ? "throws"
                                                          : "returns";
}

std::string message(const observation& seen, const call& left,
                    std::size_t end) {
  const bool begun = begun_before(left, end);
  return fmt::format(
      "The function {} while {} {} {}, and nobody waits for that thread.",
      what_it_did(seen), name_of_thread(left.thread),
      begun ? "still waits for the answer of" : "is yet to call",
      name_of_service(seen, left));
}

void add_crash(const observation& seen, std::size_t end,
               std::vector<finding>& to) {
  const auto crash = first_event(seen, event_kind::crash);
  if (!crash || *crash < end) return;
  const event& what = seen.events[*crash];
  if (!outlived_function(seen, what.thread)) return;
  const observe::frame* created = creation_line(seen, what.thread);
  const observe::frame* place = observe::subject_frame(what.stack);
  to.push_back(found(
      seen, "fire-and-forget",
      fmt::format("The function {} while {} still runs, and nobody waits for "
                  "that thread.",
                  what_it_did(seen), name_of_thread(what.thread)),
      created != nullptr ? created : place));
  to.back().events = {end, *crash};
  relate(to.back(), place);
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
  if (result.empty()) add_crash(seen, *end, result);
  return result;
}

}  // namespace racelab::detect
