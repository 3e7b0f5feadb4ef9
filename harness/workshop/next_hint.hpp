// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/workshop/course.hpp"

namespace racelab::workshop {

// Notes that the learner has asked for one more of the exercise's hints, if
// there is one; state.exercises of what is returned says how many they know.
// As progress_file::update.
read_progress see_next_hint(const course&, const exercise&,
                            unsigned seen_before = 0);

}  // namespace racelab::workshop
