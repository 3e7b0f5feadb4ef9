// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/html/marked_part.hpp"

#include "harness/report/layout.hpp"

#include <algorithm>
#include <string>

namespace racelab::report {
namespace {

// Of UTF-8, which is all that printable() leaves.
std::int64_t characters(std::string_view words) {
  const std::string shown = printable(words);
  return std::count_if(shown.begin(), shown.end(), [](char each) {
    return (static_cast<unsigned char>(each) & 0xC0U) != 0x80U;
  });
}

}  // namespace

boost::json::value marked_part(std::string_view line, std::string_view part) {
  if (part.empty()) return nullptr;
  const auto begin = static_cast<std::size_t>(part.data() - line.data());
  const std::int64_t first = characters(line.substr(0, begin));
  return boost::json::array{first, first + characters(part)};
}

}  // namespace racelab::report
