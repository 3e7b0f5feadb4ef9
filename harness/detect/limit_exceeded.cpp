// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a call begins while as many are under way as the limit allows.
//
// Silent at the limit, and where there is none.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

namespace racelab::detect {

using observe::call;
using observe::observation;

std::vector<finding> limit_exceeded(const observation& seen) {
  if (seen.limit == 0) return {};
  std::vector<finding> result;
  for (const call& each : seen.calls) {
    const auto at_once = under_way_with(seen, each);
    if (at_once.size() <= seen.limit) continue;
    result.push_back(found(
        seen, "limit-exceeded",
        fmt::format("At {}, {} calls are under way at once, and no more "
                    "than {} may be.",
                    in_milliseconds(each.begin), at_once.size(), seen.limit),
        observe::subject_frame(each.stack)));
    for (const call* other : at_once)
      result.back().events.push_back(other->begin_event);
    relate(result.back(), creation_line(seen, each.thread));
  }
  return result;
}

}  // namespace racelab::detect
