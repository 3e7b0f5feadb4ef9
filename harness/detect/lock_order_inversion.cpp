// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when ThreadSanitizer saw two locks taken in opposite orders, whether
// or not this schedule hung on it. Silent for every other report.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"

namespace racelab::detect {

std::vector<finding> lock_order_inversion(const observe::observation& seen) {
  std::vector<finding> result;
  for (const observe::race& each : seen.races) {
    if (each.kind != "lock-order-inversion") continue;
    finding told = found(seen, "lock-order-inversion",
                         "Two locks are taken in opposite orders, so two "
                         "threads can come to wait for each other.",
                         nullptr);
    for (const observe::access& part : each.accesses) {
      const observe::frame* line = observe::subject_frame(part.stack);
      if (line == nullptr) continue;
      if (told.line == 0) {
        told.file = line->file;
        told.line = line->line;
      }
      relate(told, line);
    }
    told.race = each;
    told.events = {each.at_event};
    result.push_back(std::move(told));
  }
  return result;
}

}  // namespace racelab::detect
