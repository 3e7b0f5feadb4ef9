// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/wrapped_line.hpp"

#include <boost/json.hpp>

namespace racelab::report::log {
namespace {

constexpr auto npos = std::string_view::npos;

std::optional<std::string> from_json(std::string_view line) {
  if (line.find("\"log\":") == npos) return std::nullopt;
  boost::system::error_code bad;
  boost::json::parse_options lenient;
  lenient.allow_invalid_utf8 = true;
  const boost::json::value all = boost::json::parse(line, bad, {}, lenient);
  if (bad || !all.is_object()) return std::nullopt;
  const boost::json::value* text = all.get_object().if_contains("log");
  if (text == nullptr || !text->is_string()) return std::nullopt;
  return std::string(text->get_string());
}

// Up to the quote that ends it. "|0x2026" and what else escapes no ASCII stays
// as it is.
std::string without_escapes(std::string_view value) {
  constexpr std::string_view escapes = "nr'|[]";
  constexpr std::string_view meant = "\n\r'|[]";
  std::string out;
  for (std::size_t i = 0; i < value.size() && value[i] != '\''; ++i) {
    const std::size_t known = value[i] != '|' || i + 1 == value.size()
                                  ? npos
                                  : escapes.find(value[i + 1]);
    out += known == npos ? value[i] : meant[known];
    if (known != npos) ++i;
  }
  return out;
}

std::optional<std::string> from_teamcity(std::string_view line) {
  for (const std::string_view attribute : {" text='", " out='", " details='"}) {
    const std::size_t at = line.find(attribute);
    if (at != npos) return without_escapes(line.substr(at + attribute.size()));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> unwrapped(std::string_view line) {
  if (line.starts_with('{')) return from_json(line);
  if (line.starts_with("##teamcity[")) return from_teamcity(line);
  return std::nullopt;
}

}  // namespace racelab::report::log
