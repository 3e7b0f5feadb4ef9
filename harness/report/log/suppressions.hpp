// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::report::log {

// Whether a pattern of ThreadSanitizer's suppressions is in the text, as its
// runtime decides: anywhere in it, but "^" is its beginning, "$" its end, and
// "*" whatever stands in between. Nothing matches empty text.
bool matches_pattern(std::string_view pattern, std::string_view text);

// One line of a file of suppressions, "race:pattern".
struct suppression {
  std::string type;
  std::string pattern;
  std::size_t line = 0;
  std::uint64_t reports = 0;  // that it matched
};

// Reports that are not to be told, in the syntax of ThreadSanitizer's own
// suppressions, and after its rules: the pattern is looked for in the function,
// file and module of each frame of a report's stacks, and in a global's name.
class suppressions {
 public:
  // Throws std::runtime_error that names the file and the line.
  suppressions(std::string_view text, const std::string& file);

  // Whether a line matches. The first that does counts it.
  bool match(const log_report&);

  const std::vector<suppression>& lines() const { return lines_; }

 private:
  std::vector<suppression> lines_;
};

}  // namespace racelab::report::log
