// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <string>
#include <string_view>

namespace racelab::report {

// The annotated report of one subject: its verdict in a sentence; for each
// finding what it means and the source it happened at (both accesses of a race
// side by side); for each schedule that shows one or more of them the threads
// in columns, and how to see it again.
std::string annotated(const subject_result&, const sources&, const look&);

// That the verdict is an earlier run's, if it is, and that `again`, an option
// or a key, judges anew.
std::string kept_view(const subject_result&, std::string_view again,
                      const look&);

}  // namespace racelab::report
