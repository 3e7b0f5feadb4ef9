// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace racelab::detect {

// One anti-pattern, seen in one schedule.
struct finding {
  std::string id;       // one of finding_ids
  std::string message;  // one sentence in plain words, without file and line
  std::string file;     // the learner's own line; empty and 0: none is known
  int line = 0;
  std::string schedule;               // token that shows it again
  std::optional<observe::race> race;  // the evidence, where it is one
  std::vector<std::size_t> events;    // indices of the events that show it

  // The learner's other lines that take part: the other access of a race, the
  // call that failed, where the threads were created.
  std::vector<observe::frame> related{};
};

// A detector is a pure function of an observation.
using detector = std::vector<finding> (*)(const observe::observation&);

}  // namespace racelab::detect
