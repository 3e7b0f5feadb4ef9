// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_result.hpp"
#include "harness/report/text_sink.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace racelab::report::log {

// The groups of equal reports and what else the logs have, as JSON for
// programs, schema 1. Null is what a log does not say; an access whose size is
// not printed has none.
void log_json(const log_result&, const text_sink&);

inline std::string log_json(const log_result& result) {
  return collected([&](const text_sink& to) { log_json(result, to); });
}

// All of it but the reports.
boost::json::object log_object(const log_result&);

// One of these.
boost::json::object report_object(const log_result&, const report_group&);

}  // namespace racelab::report::log
