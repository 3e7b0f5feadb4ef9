// Distributed under the Boost Software License, Version 1.0.
#pragma once

// How far a class is: who is where, and what stops most of them.

#include "harness/report/look.hpp"
#include "harness/workshop/exercise_set.hpp"
#include "harness/workshop/handed_in.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace racelab::workshop {

struct learner_summary {
  std::string name;  // any bytes
  std::size_t passed = 0;
  const exercise* at = nullptr;  // the first not passed; null: all are
  std::size_t tries = 0;         // of all exercises
  std::size_t hints = 0;
  std::string last_pass;   // a time in UTC; empty: none yet
  std::string stopped_by;  // what came up most where he is; or empty
  std::vector<exercise_progress> exercises;  // in the order of the set
};

struct exercise_summary {
  const exercise* which = nullptr;
  std::size_t passed = 0;  // learners
  std::size_t here = 0;    // learners whose first not passed it is
  std::size_t tries = 0;
  std::size_t hints = 0;
};

struct finding_summary {
  std::string id;
  std::size_t stops = 0;  // learners who met it in what they have not passed
  std::size_t met = 0;    // learners who met it at all
};

struct not_counted {
  std::string name;  // any bytes
  std::string why;
};

struct class_summary {
  exercise_set set;
  std::vector<learner_summary> learners;
  std::vector<exercise_summary> exercises;  // in the order of the set
  std::vector<finding_summary> findings;    // what stops most comes first
  std::vector<not_counted> problems;

  // The others point into `set`.
  class_summary() = default;
  class_summary(class_summary&&) = default;
  class_summary& operator=(class_summary&&) = default;
  class_summary(const class_summary&) = delete;
  class_summary& operator=(const class_summary&) = delete;
};

// Whoever has another set's progress is no learner of this one, and named
// among the problems. What the set has not is left out. Pure.
class_summary summary_of(exercise_set set, const std::vector<handed_in>& all);

// 0, or 3 if somebody could not be counted.
int status_of(const class_summary&);

std::string summary_text(const class_summary&, const report::look&);
boost::json::value summary_json(const class_summary&);

// A line a learner, as RFC 4180 has it. What a spreadsheet would take for a
// formula has a ' in front.
std::string summary_csv(const class_summary&);

// A page for a browser, in one file.
std::string summary_html(const class_summary&);

}  // namespace racelab::workshop
