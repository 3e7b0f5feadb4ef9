// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a solution has no use for and who wants to fool the judge has: words
// with which code finds out where it runs, or takes what is not its own.

#include "harness/workshop/laid_out.hpp"

#include <string_view>
#include <vector>

namespace racelab::workshop {

// What of that is in the learner's part of a file that is solved by code, in
// order of lines. `has_time`: the lesson hands the function a time, so that it
// may look at a clock. What no subject may contain is the build's to refuse.
std::vector<refusal> forbidden_words(std::string_view learners, bool has_time);

}  // namespace racelab::workshop
