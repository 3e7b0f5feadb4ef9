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

// The same for one line of source. `column` counts from 1, 0 if not known.
std::string expression_in(std::string_view line, unsigned column, bool write);

}  // namespace racelab::report::log
