// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/list.hpp"

#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/json.hpp>

#include <algorithm>

namespace racelab::report {
namespace {

using catalogue::lesson;
using catalogue::manifest;
using catalogue::variant;

constexpr unsigned sign_width = 2;

bool is_pattern(const variant& each) {
  return each.kind == catalogue::kind::pattern;
}

unsigned name_width(const manifest& all) {
  unsigned widest = 0;
  for (const lesson& each : all.lessons) {
    for (const variant& one : each.variants) {
      widest = std::max(widest, width(one.name));
    }
  }
  return widest;
}

std::string variant_lines(const variant& each, unsigned names,
                          const look& screen) {
  const symbols& signs = symbols_of(screen);
  const unsigned indent = sign_width + names + 2;
  std::string out = is_pattern(each)
                        ? cell(signs.good, sign_width, ink::good, screen)
                        : cell(signs.bad, sign_width, ink::bad, screen);
  out += cell(each.name, names + 2, ink::plain, screen);
  for (const std::string& part :
       wrap(each.shows, std::max(screen.width, indent + 20) - indent)) {
    out = end_line(out + part);
    out += std::string(indent, ' ');
  }
  out.erase(out.find_last_not_of(' ') + 1);
  if (is_pattern(each)) {
    return out;
  }
  for (const std::string& part :
       wrap(fmt::format("found: {}", fmt::join(each.expected, ", ")),
            std::max(screen.width, indent + 20) - indent)) {
    out += end_line(std::string(indent, ' ') + paint(part, ink::dim, screen));
  }
  return out;
}

std::string lesson_lines(const lesson& each, unsigned names,
                         const look& screen) {
  std::string out = end_line(paint(each.name, ink::strong, screen));
  out += paragraph(each.contract, sign_width, screen);
  for (const variant& one : each.variants) {
    out += variant_lines(one, names, screen);
  }
  return out;
}

boost::json::value json_of(const variant& each) {
  return boost::json::object{
      {"name", each.name},
      {"kind", is_pattern(each) ? "pattern" : "antipattern"},
      {"file", each.file},
      {"expected",
       boost::json::array(each.expected.begin(), each.expected.end())},
      {"shows", each.shows},
      {"hint", each.hint},
      {"sources",
       boost::json::array(each.sources.begin(), each.sources.end())}};
}

boost::json::value json_of(const lesson& each) {
  boost::json::array variants;
  for (const variant& one : each.variants) {
    variants.push_back(json_of(one));
  }
  return boost::json::object{{"name", each.name},
                             {"title", each.title},
                             {"header", each.header},
                             {"contract", each.contract},
                             {"variants", std::move(variants)}};
}

}  // namespace

std::string list(const manifest& all, const look& screen) {
  const symbols& signs = symbols_of(screen);
  const unsigned names = name_width(all);
  std::string out;
  for (const lesson& each : all.lessons) {
    out += lesson_lines(each, names, screen) + '\n';
  }
  out += end_line(paint(
      fmt::format("{} correct   {} broken on purpose, and what the judge must "
                  "find in it",
                  signs.good, signs.bad),
      ink::dim, screen));
  return out +
         end_line(paint("Judge one and see how it breaks: ", ink::dim, screen) +
                  "./run_tsan.sh show LESSON/VARIANT");
}

std::string list_json(const manifest& all) {
  boost::json::array lessons;
  for (const lesson& each : all.lessons) {
    lessons.push_back(json_of(each));
  }
  return pretty(
      boost::json::object{{"schema", 1}, {"lessons", std::move(lessons)}});
}

}  // namespace racelab::report
