// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/problem.hpp"

#include <string>

namespace racelab::report {

// Each problem as the compilers write their diagnostics, so that an editor
// can jump to it: "FILE:LINE: warning: MESSAGE [RULE]", and notes for the
// other places that take part and for the command that runs it again.
std::string gcc(const problem_list&);

}  // namespace racelab::report
