// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/detect/finding.hpp"

#include <vector>

namespace racelab::detect {

// Whether both are the same anti-pattern at the same line of the same file. A
// finding whose line is not known is the same as any other of its id: with
// all stacks recorded, it has one.
bool same_finding(const finding&, const finding&);

// Whether `left` comes first when findings are listed: in the order of
// finding_ids, then of files and lines.
bool listed_before(const finding& left, const finding& right);

// Each finding once, whatever number of schedules show it: with its line if
// any of them knows it, else with the simplest schedule, that is, the shortest
// token and, of those, the alphabetically first; of one schedule, with a race
// as evidence if there is one. It gets the related lines of all. As listed.
std::vector<finding> distinct(std::vector<finding>);

}  // namespace racelab::detect
