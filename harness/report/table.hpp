// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <string>

namespace racelab::report {

// The whole run as a table, lesson by lesson, with a sentence at its end; what
// is not as expected is explained below it, with the command to see it.
std::string table(const run_result&, const look&);

}  // namespace racelab::report
