// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/html/page.hpp"

#include <boost/json.hpp>

namespace racelab::report {
namespace {

// JSON that no browser can take for markup: within a string, and nowhere else
// in JSON, there may be a "<".
std::string inert(const boost::json::value& data) {
  std::string out;
  for (const char each : boost::json::serialize(data)) {
    if (each == '<')
      out += "\\u003c";
    else
      out += each;
  }
  return out;
}

}  // namespace

std::string html_page(const boost::json::value& data) {
  std::string out;
  for (const std::string_view piece : page_before_data) out += piece;
  out += inert(data);
  for (const std::string_view piece : page_after_data) out += piece;
  return out;
}

}  // namespace racelab::report
