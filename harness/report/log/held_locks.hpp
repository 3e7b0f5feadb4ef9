// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"

#include <string>

namespace racelab::report::log {

// "holding no lock", "holding write M0, read M1"; empty where the log cannot
// tell: Go's never do, and what is forgotten with a stack is the locks too.
std::string held_locks(const log_report&, const access&);

// What the two accesses' locks have in common, in a sentence: "No lock is held
// by both." Empty where one of them is not known.
std::string common_locks(const log_report&);

}  // namespace racelab::report::log
