// Distributed under the Boost Software License, Version 1.0.
#pragma once

// From what a learner typed to a course and an exercise of it.

#include "harness/pipeline.hpp"
#include "harness/workshop/course.hpp"
#include "harness/workshop/workshop_command_line.hpp"

#include <string>

namespace racelab::workshop {

// The course that --course names, else the working directory if it is one, else
// racelab-course; with the set that --set names, else the one that it was laid
// out from. Throws usage_error if there is no course, and as load_set.
course open_course(const installation&, const command_line&);

// The course that `start` is to lay out. Throws usage_error if another set's is
// there already.
course course_to_lay_out(const installation&, const command_line&);

// The exercise of that name, number or file; the next one if it is empty, and
// the last if all are passed. Throws usage_error, with near names, if there is
// none.
const exercise& named_exercise(const course&, const std::string& name);

}  // namespace racelab::workshop
