// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/problem.hpp"

#include <string>

namespace racelab::report {

// JUnit's XML as CI systems read it: each test is a case, one suite for each
// of their names; what is inconclusive is an error. A test's time is that of
// one call of its function, in seconds, and 0 where it is not known.
std::string junit(const problem_list&);

}  // namespace racelab::report
