// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when the function returned as if all were well, and one of the calls
// that it owes was never made.
//
// Silent when it threw, when it was disturbed, when it never returned, and
// where it owes no calls.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::detect {

using observe::call;
using observe::observation;

std::vector<finding> work_lost(const observation& seen) {
  if (!seen.each_once || disturbed(seen) ||
      seen.outcome != observe::function_outcome::returned)
    return {};
  std::vector<finding> result;
  for (std::size_t i = 0; i < seen.services.size(); ++i) {
    if (std::any_of(seen.calls.begin(), seen.calls.end(),
                    [&](const call& each) { return each.service == i; }))
      continue;
    // The line that calls for the others is where this one is missing.
    result.push_back(found(
        seen, "work-lost",
        fmt::format("The function returns, and no call to {} was ever made, "
                    "although nothing failed.",
                    seen.services[i]),
        seen.calls.empty() ? nullptr
                           : observe::subject_frame(seen.calls.front().stack)));
    if (const auto end = return_event(seen))
      result.back().events.push_back(*end);
  }
  return result;
}

}  // namespace racelab::detect
