// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/source_lines.hpp"

#include <algorithm>

namespace racelab::workshop {
namespace {

constexpr std::string_view blanks = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace

std::vector<source_line> lines_of(std::string_view source) {
  std::vector<source_line> out;
  for (int number = 1; !source.empty(); ++number) {
    const std::size_t end = std::min(source.find('\n'), source.size());
    std::string_view line = source.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back({number, std::string(line)});
    source.remove_prefix(std::min(end + 1, source.size()));
  }
  return out;
}

bool is_comment(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.starts_with("//") && !text.ends_with('\\');
}

std::vector<source_line> code_of(const std::vector<source_line>& lines) {
  std::vector<source_line> out;
  for (const source_line& each : lines) {
    const std::string_view text = trimmed(each.text);
    if (text.empty() || is_comment(text)) continue;
    out.push_back(
        {each.number,
         each.text.substr(0, each.text.find_last_not_of(blanks) + 1)});
  }
  return out;
}

}  // namespace racelab::workshop
