// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <vector>

namespace racelab::observe {

// The least time in which these calls could have been made, in the order in
// which they began: each as soon as the calls are answered that it needs
// (dependencies.hpp), and fewer than `limit` are under way (0: any number).
// Each takes the time that it took; one that never ended takes none.
virtual_time critical_path(const std::vector<call>& calls, unsigned limit);

// The time they would have taken one after another.
virtual_time sequential_time(const std::vector<call>& calls);

}  // namespace racelab::observe
