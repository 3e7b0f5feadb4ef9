// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What the reporters are handed: values only. They do not know how a subject
// was built or run, nor how its verdict was reached.

#include "harness/detect/finding.hpp"
#include "harness/detect/verdict.hpp"
#include "harness/explore/explorer.hpp"
#include "harness/observe/latency.hpp"
#include "harness/observe/observation.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::report {

struct tools {
  std::string compiler;  // "g++ 12.2.0"
  std::string tsan;      // "gcc 12.2.0, options …"
  std::string boost;     // "1.81.0"
};

using kind = detect::subject_kind;
using verdict = detect::verdict_kind;

std::string_view name_of(kind);

// A finding and the run that shows it.
struct shown_finding {
  detect::finding finding;
  observe::observation evidence;
  bool known = false;  // from a baseline
};

// A part of what a judgement took, on the clock.
struct time_spent {
  std::string part;
  double seconds = 0;
  bool beside = false;  // during the part before it, which is longer
};

struct subject_result {
  std::string lesson;
  std::string variant;  // empty: a solution from outside the catalogue
  report::kind kind = report::kind::solution;
  std::string file;
  std::string shows;  // what a twin is there for, in one line
  report::verdict verdict = report::verdict::inconclusive;
  std::vector<std::string> expected;  // finding ids
  bool as_expected = false;
  std::vector<std::string> why_not;  // sentences; none if as expected
  std::string diagnostics;           // the compiler's, if it did not compile
  explore::coverage schedules;
  observe::latency_result latency;
  std::vector<shown_finding> findings;
  std::vector<time_spent> profile;  // if it was asked for
  bool from_earlier_run = false;    // of the same executables
};

struct lesson_result {
  std::string name;
  std::string contract;  // in one line
};

struct run_result {
  report::tools tools;
  std::vector<lesson_result> lessons;  // those of the subjects, in order
  std::vector<subject_result> subjects;
};

struct source_file {
  std::vector<std::string> lines;
  std::string path = {};  // where it is, from the root; empty: not known
};

// The files that the findings point into, by the file's name as the findings
// give it. A file that could not be read is missing.
using sources = std::map<std::string, source_file, std::less<>>;

// A line by its number, from 1; null where the file or the line is not there.
const std::string* source_line(const sources&, std::string_view file,
                               std::int64_t line);

bool is_declared(const subject_result&, const std::string& finding_id);

enum class standing { as_expected, otherwise, undecided };

// A finding that is not declared is a fact, whatever else was not run to its
// end; one that is declared is missing only if all was run that was planned.
standing standing_of(const subject_result&);

// "LESSON/VARIANT", or the file where there is no variant.
std::string name_of(const subject_result&);

// What to type to see exactly that schedule again.
std::string replay_command(const subject_result&, std::string_view token);

// What to type to see the annotated report.
std::string show_command(const subject_result&);

// What there is to say about the whole run, in one sentence.
std::string summary_of(const run_result&);

}  // namespace racelab::report
