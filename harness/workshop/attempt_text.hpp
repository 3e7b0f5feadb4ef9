// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/report/result.hpp"
#include "harness/workshop/attempt.hpp"

#include <string>

namespace racelab::workshop {

// How somebody does what is advised: by a command, or by a key of the page that
// shows it.
enum class next_by { command, key };

// What a terminal shows of an attempt. A failure teaches: the finding in a
// sentence, the learner's lines, the smallest schedule that shows it in
// columns, how to run that again, and what to do next. A pass says what was
// proved. `files`: see sources_of(installation, attempt).
std::string attempt_text(const attempt&, const report::sources& files,
                         const report::look&, next_by = next_by::command);

// The headline alone, for a line of a list or a screen: "passed", "data-race at
// line 32 and 4 more".
std::string attempt_summary(const attempt&);

// The sources that its findings point into.
report::sources sources_of(const installation&, const attempt&);

}  // namespace racelab::workshop
