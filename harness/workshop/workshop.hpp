// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/pipeline.hpp"
#include "harness/workshop/workshop_command_line.hpp"

namespace racelab::workshop {

// Does what was typed, prints the result and returns the exit status. Throws
// usage_error, interrupted, and what says that a course or a set cannot be
// read.
int run(const installation&, const command_line&, const judging&);

}  // namespace racelab::workshop
