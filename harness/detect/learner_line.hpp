// Distributed under the Boost Software License, Version 1.0.
#pragma once

// How a finding gets to the learner's own line.

#include "harness/detect/finding.hpp"
#include "harness/observe/observation.hpp"

#include <string>
#include <string_view>

namespace racelab::detect {

// A finding at `line`, which may be null, with the schedule's token.
finding found(const observe::observation&, std::string_view id,
              std::string message, const observe::frame* line);

// Adds `line` to those that take part, unless it is null or there already.
void relate(finding&, const observe::frame* line);

// Where the thread was created; null for the one that called the function and
// for threads that the subject did not create itself.
const observe::frame* creation_line(const observe::observation&,
                                    observe::thread_number);

// Whether the finding is at that line, or that line takes part.
bool involves(const finding&, std::string_view file, int line);

}  // namespace racelab::detect
