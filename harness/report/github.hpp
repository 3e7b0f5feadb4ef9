// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/problem.hpp"
#include "harness/report/text_sink.hpp"

#include <string>

namespace racelab::report {

// GitHub's workflow commands, which its CI shows as annotations beside the
// source: "::error file=FILE,line=LINE,title=RULE::MESSAGE", one a line.
// Nothing in a problem's text can become a command of its own.
void github(const problem_list&, const text_sink&);

inline std::string github(const problem_list& list) {
  return collected([&](const text_sink& to) { github(list, to); });
}

}  // namespace racelab::report
