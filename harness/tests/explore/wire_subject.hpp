// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab {

// How the subject of wire_subject.cpp runs the schedule with this order.
enum class behaviour : unsigned {
  none,
  crashes,
  leaves,
  spins,
  waits,
  claims_too_much,
  answers_another_request,
  answers_nothing,
  is_spent,
  floods,
  eats,
  chooses_nobody,
  starts_threads,
};

}  // namespace racelab
