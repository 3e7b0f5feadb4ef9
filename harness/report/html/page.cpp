// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/html/page.hpp"

#include <boost/json.hpp>

namespace racelab::report {
namespace {

// JSON that no browser can take for markup: within a string, and nowhere else
// in JSON, there may be a "<".
std::string inert(std::string_view data) {
  std::string out;
  for (const char each : data) {
    if (each == '<')
      out += "\\u003c";
    else
      out += each;
  }
  return out;
}

}  // namespace

void html_page(const std::function<void(const text_sink&)>& write,
               const text_sink& to) {
  for (const std::string_view piece : page_before_data) to(piece);
  write([&](std::string_view data) { to(inert(data)); });
  for (const std::string_view piece : page_after_data) to(piece);
}

std::string html_page(const boost::json::value& data) {
  return collected([&](const text_sink& to) {
    html_page([&](const text_sink& write) { write(serialize(data)); }, to);
  });
}

}  // namespace racelab::report
