// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/problem.hpp"

#include <string>

namespace racelab::report {

// GitHub's workflow commands, which its CI shows as annotations beside the
// source: "::error file=FILE,line=LINE,title=RULE::MESSAGE", one a line.
// Nothing in a problem's text can become a command of its own.
std::string github(const problem_list&);

}  // namespace racelab::report
