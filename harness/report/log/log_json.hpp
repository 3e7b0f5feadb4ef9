// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_result.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace racelab::report::log {

// The groups of equal reports and what else the logs have, as JSON for
// programs, schema 1. Null is what a log does not say; an access whose size is
// not printed has none.
std::string log_json(const log_result&);

// The same as values.
boost::json::object log_object(const log_result&);

}  // namespace racelab::report::log
