// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/detect/finding.hpp"
#include "harness/observe/observation.hpp"

namespace racelab {

// Calls `visit` with every frame of every stack in it.
template <class Visit>
void for_each_frame(observe::stack& frames, Visit visit) {
  for (observe::frame& each : frames) visit(each);
}

template <class Visit>
void for_each_frame(observe::race& race, Visit visit) {
  for (observe::access& each : race.accesses) for_each_frame(each.stack, visit);
  for_each_frame(race.location_stack, visit);
}

template <class Visit>
void for_each_frame(observe::observation& seen, Visit visit) {
  for (observe::event& each : seen.events) for_each_frame(each.stack, visit);
  for (observe::call& each : seen.calls) for_each_frame(each.stack, visit);
  for (observe::thread& each : seen.threads) {
    for_each_frame(each.created, visit);
  }
  for (observe::race& each : seen.races) for_each_frame(each, visit);
}

// The finding's own place is no frame.
template <class Visit>
void for_each_frame(detect::finding& found, Visit visit) {
  for_each_frame(found.related, visit);
  if (found.race) for_each_frame(*found.race, visit);
}

}  // namespace racelab
