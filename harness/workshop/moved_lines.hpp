// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Code that was judged where it lies in a set or in the catalogue, shown where
// it stands in the learner's file.

#include "harness/report/replayed.hpp"
#include "harness/report/result.hpp"

#include <map>
#include <string>

namespace racelab::workshop {

struct moved_lines {
  std::string from;          // the file that the result names
  std::string to;            // the learner's
  std::map<int, int> lines;  // see lines_in

  // 0 for a line that is not in the learner's file.
  int moved(int line) const;

  void apply(report::subject_result&) const;
  void apply(report::replayed&) const;
};

}  // namespace racelab::workshop
