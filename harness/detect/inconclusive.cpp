// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/inconclusive.hpp"

#include "harness/detect/timeline.hpp"

#include <fmt/format.h>

namespace racelab::detect {
namespace {

using observe::event;
using observe::observation;

std::string unmodelled(const std::string& what, const observe::frame* line) {
  const std::string place =
      line == nullptr ? "" : fmt::format(" ({}:{})", line->file, line->line);
  return fmt::format("It uses {}, which the scheduler has no model of{}.",
                     what.empty() ? "something" : what, place);
}

}  // namespace

std::optional<std::string> why_inconclusive(const observation& seen) {
  if (const auto at = first_event(seen, observe::event_kind::unmodelled)) {
    const event& what = seen.events[*at];
    return unmodelled(what.text, observe::subject_frame(what.stack));
  }
  if (seen.ending == observe::ending::unmodelled)
    return unmodelled(seen.ending_reason, nullptr);
  if (seen.truncated)
    return "It does more in one schedule than the recorder can hold, so the "
           "end of it was not seen.";
  return std::nullopt;
}

}  // namespace racelab::detect
