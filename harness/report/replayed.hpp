// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"
#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <string>

namespace racelab::report {

// One schedule, run again.
struct replayed {
  subject_result subject;  // with the findings of this schedule alone
  std::string token;
  observe::observation seen;
};

// Which schedule it was, everything that happened in it, and what that shows.
// Says nothing that differs from run to run or from machine to machine.
std::string replay_text(const replayed&, const look&);

// The same for programs.
std::string replay_json(const replayed&);

}  // namespace racelab::report
