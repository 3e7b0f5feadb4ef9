// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/shell_word.hpp"

namespace racelab::report {

std::string quoted_word(std::string_view text) {
  std::string out = "'";
  for (const char letter : text) {
    out += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  }
  return out + '\'';
}

std::string shell_word(std::string_view text) {
  const bool plain =
      !text.empty() && text.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyz"
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "0123456789_-./+=:,@%") == std::string_view::npos;
  return plain ? std::string(text) : quoted_word(text);
}

}  // namespace racelab::report
