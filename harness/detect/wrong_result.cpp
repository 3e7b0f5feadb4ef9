// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when the scenario finds the function's result wrong, although no
// service was made to fail and the caller's context was never done.
//
// Silent after a fault or a stop: then the function need not have a result,
// and what it may not do has other names. A service that refuses what it was
// asked for is no fault.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

namespace racelab::detect {
namespace {

using observe::call;
using observe::event_kind;
using observe::observation;

// The call that the scenario's words are about, else one that failed, else
// the last one.
const call* call_in_question(const observation& seen, std::string_view words) {
  const call* failed = nullptr;
  const call* last = nullptr;
  for (const call& each : seen.calls) {
    if (words.find(name_of_service(seen, each)) != std::string_view::npos)
      return &each;
    if (each.outcome == observe::call_outcome::failed && failed == nullptr)
      failed = &each;
    last = &each;
  }
  return failed != nullptr ? failed : last;
}

}  // namespace

std::vector<finding> wrong_result(const observation& seen) {
  if (disturbed(seen)) return {};
  std::vector<finding> result;
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const observe::event& each = seen.events[i];
    if (each.kind != event_kind::wrong_result) continue;
    const call* about = call_in_question(seen, each.text);
    result.push_back(found(
        seen, "wrong-result",
        fmt::format("The function's result is wrong: {}.", each.text),
        about == nullptr ? nullptr : observe::subject_frame(about->stack)));
    result.back().events = {i};
  }
  return result;
}

}  // namespace racelab::detect
