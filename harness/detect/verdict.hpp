// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The judge: what the findings of all schedules together say about a subject.

#include "harness/detect/finding.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace racelab::detect {

enum class verdict_kind { correct, broken, inconclusive };

// "correct", "broken", "inconclusive"
std::string_view name_of(verdict_kind);

enum class subject_kind {
  pattern,      // promised to be correct
  antipattern,  // promised to show what it declares, and nothing else
  solution,     // nothing is promised; it ought to be correct
};

struct evidence {
  subject_kind kind = subject_kind::solution;
  std::vector<std::string> expected;  // ids that an antipattern declares
  std::vector<finding> findings;      // of all schedules; distinct
  unsigned schedules = 0;             // that were run
  bool complete = false;  // everything that was planned was run, to its end
  std::vector<std::string> inconclusive;  // schedules that prove nothing: why
};

struct verdict {
  verdict_kind kind = verdict_kind::inconclusive;

  // A pattern or a solution: it is correct. An antipattern: it is broken, all
  // it declares was seen, nothing else was, and nothing was left open.
  bool as_expected = false;

  // Why it is not as expected or not certain, one sentence each, the most
  // important first. Empty if as expected.
  std::vector<std::string> reasons;
};

// Correct: every schedule was run to its end and shows nothing. Broken: some
// schedule shows something, whatever the others do; a finding is a fact, and
// its token shows it again. Anything else is inconclusive. A pure function.
verdict judge(const evidence&);

}  // namespace racelab::detect
