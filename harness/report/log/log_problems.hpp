// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_result.hpp"
#include "harness/report/problem.hpp"
#include "harness/report/result.hpp"

namespace racelab::report {

// Each group of equal reports is a test that failed, with one problem; each
// log without a report is one that passed, unless ThreadSanitizer itself
// failed in it. Refers to the result, which must outlive it.
problem_list problems_of(const log::log_result&, const sources&);
problem_list problems_of(log::log_result&&, const sources&) = delete;

}  // namespace racelab::report
