// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <string>

namespace racelab::report {

// What the world did to the function in that schedule, in words: "answers in
// the fourth order, customer fails, cancelled at step 2".
std::string circumstances(const observe::observation&);

}  // namespace racelab::report
