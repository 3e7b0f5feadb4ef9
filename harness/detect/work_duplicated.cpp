// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a call is made that is to be made once, and has been made before.
//
// Silent when the one before had failed or given up, and where calls may be
// repeated.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::detect {

using observe::call;
using observe::call_outcome;
using observe::observation;

std::vector<finding> work_duplicated(const observation& seen) {
  if (!seen.each_once) return {};
  std::vector<finding> result;
  for (auto again = seen.calls.begin(); again != seen.calls.end(); ++again) {
    const auto before =
        std::find_if(seen.calls.begin(), again, [&](const call& each) {
          return each.service == again->service &&
                 each.outcome != call_outcome::failed &&
                 each.outcome != call_outcome::gave_up;
        });
    if (before == again) continue;
    result.push_back(
        found(seen, "work-duplicated",
              fmt::format("The call to {} is made at {}, and once more at {}.",
                          name_of_service(seen, *again),
                          in_milliseconds(before->begin),
                          in_milliseconds(again->begin)),
              observe::subject_frame(again->stack)));
    result.back().events = {before->begin_event, again->begin_event};
    relate(result.back(), observe::subject_frame(before->stack));
    relate(result.back(), creation_line(seen, again->thread));
  }
  return result;
}

}  // namespace racelab::detect
