// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/result.hpp"

#include <boost/json.hpp>

#include <string>

namespace racelab::report {

// The run as JSON, schema 1: keys in a fixed order, two spaces of indent, a
// newline at the end. Text that is not UTF-8 is made so.
std::string json(const run_result&);

// One of its subjects.
boost::json::value subject_json(const subject_result&);

// A stack in it.
boost::json::array stack_json(const observe::stack&);

// Any value in that form.
std::string pretty(const boost::json::value&);

}  // namespace racelab::report
