// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/dependencies.hpp"

#include <string>

namespace racelab::build {

// A makefile's rule: names are separated by blanks, and a backslash is before
// a blank, a '#' or a line's end that means itself; "$$" is a '$'.
std::vector<std::filesystem::path> parse_dependencies(std::string_view text) {
  std::vector<std::filesystem::path> names;
  std::string name;
  bool target = true;
  const auto finish = [&] {
    if (!name.empty() && !target) names.emplace_back(name);
    if (name.ends_with(':')) target = false;
    name.clear();
  };
  for (std::size_t at = 0; at != text.size(); ++at) {
    const char c = text[at];
    const char next = at + 1 == text.size() ? '\n' : text[at + 1];
    if (c == '\\' && (next == ' ' || next == '#')) {
      name += next;
      ++at;
    } else if (c == '$' && next == '$') {
      name += '$';
      ++at;
    } else if (c == ' ' || c == '\t' || c == '\n' ||
               (c == '\\' && next == '\n')) {
      finish();
      if (c == '\n' && !target) break;
      if (c == '\\') ++at;
    } else {
      name += c;
    }
  }
  finish();
  return names;
}

}  // namespace racelab::build
