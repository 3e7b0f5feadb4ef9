// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A course and how far its learner is, for a terminal and for programs.

#include "harness/report/look.hpp"
#include "harness/workshop/course.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace racelab::workshop {

// Of an exercise that was never looked at: all zero.
exercise_progress progress_of(const progress&, const exercise&);

std::size_t passed_in(const exercise_set&, const progress&);

// What `start` did, and what comes next.
std::string laid_out_text(const course&, const laying_out&,
                          const report::look&);

// One line an exercise.
std::string list_text(const course&, const progress&, const report::look&);
boost::json::value list_json(const course&, const progress&);

// A task or a hint, to be read on a screen of at least so many columns as its
// indent.
std::string reading_text(std::string_view text, unsigned indent,
                         const report::look&);

// The hints up to `level`, from 1.
std::string hint_text(const course&, const exercise&, unsigned level,
                      const report::look&);
boost::json::value hint_json(const course&, const exercise&, unsigned level);

std::string progress_view(const course&, const progress&, const report::look&);
boost::json::value progress_json(const course&, const progress&);

}  // namespace racelab::workshop
