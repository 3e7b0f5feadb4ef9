// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"
#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <string>

namespace racelab::report {

// A race's accesses side by side, the earlier one at the left, each with the
// source around it and the line that started its thread; below them the
// memory they met at.
std::string race_view(const observe::observation&, const observe::race&,
                      const sources&, const look&);

// The memory that a race's accesses met at, as a sentence; empty if it is not
// known.
std::string memory_words(const observe::race&);

}  // namespace racelab::report
