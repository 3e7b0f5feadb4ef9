// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"

#include <optional>
#include <string_view>

namespace racelab::report::log {

// An anti-pattern of the catalogue.
struct likely_lesson {
  std::string_view finding;  // a finding's id
  std::string_view subject;  // LESSON/VARIANT that shows it
};

// The anti-pattern that a report has all the marks of; none where what the
// report says would fit others as well.
std::optional<likely_lesson> likely_lesson_of(const log_report&);

}  // namespace racelab::report::log
