// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"
#include "harness/report/result.hpp"

#include <string>
#include <string_view>

namespace racelab::report::log {

// What the two accesses of a race are to, as the source writes it: "order",
// "details.order". It is what stands at the column of one of them, or what the
// only assignment in its line assigns to; a global's name where the log has it.
// Empty where neither tells.
std::string accessed_expression(const log_report&, const sources&);

// What one access was to, as a part of `line`, which is the user's own line of
// that access. Empty where nothing tells.
std::string_view accessed_part(const access&, const log_report&, const sources&,
                               std::string_view line);

// What is known of an access besides its line of source.
struct clues {
  unsigned column = 0;  // from 1; 0: not known
  bool write = false;
  std::string_view name{};  // what the memory is called; empty: not known

  // The function that the line calls and that did it; empty: the line itself.
  std::string_view within{};
};

// The same for one line of source, as a part of it.
std::string_view expression_in(std::string_view line, const clues&);

}  // namespace racelab::report::log
