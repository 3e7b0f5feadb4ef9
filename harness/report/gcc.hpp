// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/problem.hpp"
#include "harness/report/text_sink.hpp"

#include <string>

namespace racelab::report {

// Each problem as the compilers write their diagnostics, so that an editor
// can jump to it: "FILE:LINE: warning: MESSAGE [RULE]", and notes for the
// other places that take part and for the command that runs it again.
void gcc(const problem_list&, const text_sink&);

inline std::string gcc(const problem_list& list) {
  return collected([&](const text_sink& to) { gcc(list, to); });
}

}  // namespace racelab::report
