// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/problem.hpp"
#include "harness/report/text_sink.hpp"

#include <string>

namespace racelab::report {

// JUnit's XML as CI systems read it: each test is a case, one suite for each
// of their names; what is inconclusive is an error. A test's time is that of
// one call of its function, in seconds, and 0 where it is not known.
void junit(const problem_list&, const text_sink&);

inline std::string junit(const problem_list& list) {
  return collected([&](const text_sink& to) { junit(list, to); });
}

}  // namespace racelab::report
