// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/problem.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace racelab::report {

// The problems that are known: their fingerprints.
using baseline = std::set<std::string, std::less<>>;

// A baseline as a file: a line for each problem, "FINGERPRINT RULE PLACE", of
// which only the first word counts; empty lines and lines that begin with #
// are for people. Throws std::runtime_error that names the file and the line.
baseline parse_baseline(std::string_view text, const std::string& file);

// All problems that are not expected, as such a file, in an order that does
// not change from run to run.
std::string baseline_text(const problem_list&);

struct baseline_match {
  std::size_t known = 0;  // problems
  std::size_t fresh = 0;  // problems that are neither known nor expected
  std::size_t gone = 0;   // fingerprints that no problem has any more
};

// Marks the known problems: they fail nothing.
baseline_match mark_known(const baseline&, problem_list&);

}  // namespace racelab::report
