// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/pipeline.hpp"
#include "harness/report/look.hpp"
#include "harness/workshop/course.hpp"

#include <string>

namespace racelab::workshop {

// An exercise's solution as a terminal shows it: what of the learner's file is
// different, or the right answers. Blocks until `diff` has ended, or until the
// code is judged; throws std::runtime_error if that is not possible, and
// interrupted.
std::string solution_text(const installation&, const course&, const exercise&,
                          const judging&, const report::look&);

}  // namespace racelab::workshop
