// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/detect/finding.hpp"

#include <vector>

namespace racelab::detect {

// Whether both are the same anti-pattern at the same line of the same file.
bool same_finding(const finding&, const finding&);

// Each finding once, whatever number of schedules show it: the one with the
// simplest schedule, that is, with the shortest token and, of those, the
// alphabetically first. In the order of finding_ids, file and line.
std::vector<finding> distinct(std::vector<finding>);

}  // namespace racelab::detect
