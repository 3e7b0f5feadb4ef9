// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/problem.hpp"
#include "harness/report/text_sink.hpp"

#include <string>

namespace racelab::report {

// SARIF 2.1.0 (OASIS standard), one run: a rule for each kind of problem, a
// result for each problem with its related locations, its steps as a code flow
// with a thread flow for each thread, and its fingerprint. What kept a test
// from passing besides is a notification of the invocation.
void sarif(const problem_list&, const text_sink&);

inline std::string sarif(const problem_list& list) {
  return collected([&](const text_sink& to) { sarif(list, to); });
}

}  // namespace racelab::report
