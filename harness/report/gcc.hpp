// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/result.hpp"

#include <string>

namespace racelab::report {

// Each finding as the compilers write their diagnostics, so that an editor
// can jump to it: "FILE:LINE: warning: MESSAGE [ID]", and notes for the other
// access of a race and for the schedule.
std::string gcc(const run_result&);

}  // namespace racelab::report
