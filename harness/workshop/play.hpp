// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/pipeline.hpp"
#include "harness/workshop/course.hpp"
#include "harness/workshop/play_session.hpp"
#include "harness/workshop/screen.hpp"

#include <stop_token>

namespace racelab::workshop {

// Lets the learner be the scheduler of an exercise's code: on a terminal by
// keys, elsewhere by lines of standard input. Blocks until they end it. Returns
// whether they broke it. Throws usage_error if the exercise is of another kind,
// and interrupted.
bool play(const installation&, const course&, const exercise&, const judging&);

// The same on a page that is there already, until the learner leaves it.
void play_on(screen&, play_session&, const std::stop_token&);

}  // namespace racelab::workshop
