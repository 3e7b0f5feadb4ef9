// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when two threads took two locks in opposite orders, or more threads
// more locks in a ring, whether or not this schedule hung on it.
//
// Silent for races, and where the threads could never wait for each other: one
// thread alone that takes both orders, or a further lock that lets only one in.
// Those the recorder does not note in the first place.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"

#include <fmt/format.h>

#include <tuple>

namespace racelab::detect {
namespace {

using observe::access;
using observe::frame;
using observe::race;

std::string message(const race& what) {
  if (what.accesses.size() <= 2)
    return "Two locks are taken in opposite orders, so two threads can come "
           "to wait for each other.";
  return fmt::format(
      "{0} locks are taken in a ring, each by a thread that holds the one "
      "before, so {0} threads can come to wait for each other.",
      what.accesses.size());
}

// The same whichever thread came last: the first in the file.
const frame* line_of(const race& what) {
  const frame* first = nullptr;
  for (const access& each : what.accesses) {
    const frame* own = observe::subject_frame(each.stack);
    if (own == nullptr) continue;
    if (first == nullptr ||
        std::tie(own->file, own->line) < std::tie(first->file, first->line))
      first = own;
  }
  return first;
}

}  // namespace

std::vector<finding> lock_order_inversion(const observe::observation& seen) {
  std::vector<finding> result;
  for (const race& each : seen.races) {
    if (each.kind != "lock-order-inversion") continue;
    finding told =
        found(seen, "lock-order-inversion", message(each), line_of(each));
    for (const access& part : each.accesses)
      relate(told, observe::subject_frame(part.stack));
    told.race = each;
    told.events = {each.at_event};
    result.push_back(std::move(told));
  }
  return result;
}

}  // namespace racelab::detect
