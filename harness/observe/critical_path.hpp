// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <vector>

namespace racelab::observe {

// The least time in which these calls could have been made: the longest chain
// of calls each of which needs the answer of the one before (dependencies.hpp),
// by the time that each took. Calls that never ended count nothing.
virtual_time critical_path(const std::vector<call>& calls);

// The time they would have taken one after another.
virtual_time sequential_time(const std::vector<call>& calls);

}  // namespace racelab::observe
