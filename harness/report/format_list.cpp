// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/format_list.hpp"

#include "harness/report/format.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"

#include <boost/json.hpp>

namespace racelab::report {
namespace {

constexpr unsigned name_columns = 10;

}  // namespace

std::string format_list(const look& screen) {
  std::string out;
  for (const format& each : formats()) {
    out += end_line(cell(each.name, name_columns, ink::strong, screen) +
                    std::string(each.summary));
  }
  return out;
}

std::string format_list_json() {
  boost::json::array all;
  for (const format& each : formats()) {
    const bool of_logs = each.problems != nullptr || each.logs != nullptr;
    all.push_back(boost::json::object{
        {"name", each.name}, {"summary", each.summary}, {"logs", of_logs}});
  }
  return pretty(
      boost::json::object{{"schema", 1}, {"formats", std::move(all)}});
}

}  // namespace racelab::report
