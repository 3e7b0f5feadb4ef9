// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/detectors.hpp"

#include "harness/detect/consequences.hpp"
#include "harness/detect/distinct.hpp"
#include "harness/detect/timeline.hpp"

#include <iterator>

namespace racelab::detect {
namespace {

using observe::observation;

constexpr named_detector all_detectors[] = {
    {"sequential", sequential, needs::all_of_it},
    {"fire-and-forget", fire_and_forget, needs::all_of_it},
    {"read-before-fetch", read_before_fetch, needs::beginning},
    {"data-race", data_race, needs::beginning},
    {"lost-error", lost_error, needs::all_of_it},
    {"siblings-not-cancelled", siblings_not_cancelled, needs::all_of_it},
    {"cancellation-ignored", cancellation_ignored, needs::all_of_it},
    {"limit-exceeded", limit_exceeded, needs::beginning},
    {"limit-underused", limit_underused, needs::all_of_it},
    {"work-lost", work_lost, needs::all_of_it},
    {"work-duplicated", work_duplicated, needs::beginning},
    {"wrong-result", wrong_result, needs::all_of_it},
    {"hang", hang, needs::beginning},
    {"crash", crash, needs::beginning},
    {"slow-stop", slow_stop, needs::all_of_it},
    {"unsafe-signal-handler", unsafe_signal_handler, needs::beginning},
    {"lock-order-inversion", lock_order_inversion, needs::beginning},
    {"thread-leak", thread_leak, needs::all_of_it},
};

// What the scheduler had no model of may have ordered anything.
bool proves_nothing(const observation& seen) {
  return seen.ending == observe::ending::unmodelled ||
         first_event(seen, observe::event_kind::unmodelled).has_value();
}

}  // namespace

std::span<const named_detector> detectors() { return all_detectors; }

std::vector<finding> detect_all(const observation& seen) {
  if (proves_nothing(seen)) return {};
  std::vector<finding> all;
  for (const named_detector& each : detectors()) {
    if (seen.truncated && each.trace == needs::all_of_it) continue;
    std::vector<finding> told = each.detect(seen);
    all.insert(all.end(), std::make_move_iterator(told.begin()),
               std::make_move_iterator(told.end()));
  }
  return distinct(without_consequences(seen, all));
}

}  // namespace racelab::detect
