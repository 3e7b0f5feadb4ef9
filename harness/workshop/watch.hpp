// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/pipeline.hpp"
#include "harness/workshop/course.hpp"

namespace racelab::workshop {

// Judges what the learner saves, and shows it: on a terminal on a page that
// obeys keys, elsewhere in plain lines, where a letter on a line of standard
// input is the same as a key. Blocks until the learner ends it; the end of
// standard input ends it on a terminal alone. Returns the exit status: 0.
// Throws interrupted, and std::system_error if the folder cannot be watched or
// is gone.
int watch(const installation&, const course&, const judging&);

}  // namespace racelab::workshop
