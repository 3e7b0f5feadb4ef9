// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/bare_line.hpp"

#include <cstddef>

namespace racelab::report::log {
namespace {

constexpr char escape = '\x1b';
constexpr char bell = '\a';

bool is_final(char c) { return c >= 0x40 && c <= 0x7E; }

// Takes a line's escape sequences (ECMA-48) away from its text.
class escape_reader {
 public:
  // The length of the sequence that the text begins with. One that has no end
  // is only its first two characters, so that no text is lost.
  std::size_t length(std::string_view text) {
    if (text.size() < 2) return text.size();
    if (text[1] == '[') return control_length(text);
    return text[1] == ']' ? command_length(text) : 2;
  }

 private:
  static std::size_t control_length(std::string_view text) {
    for (std::size_t i = 2; i < text.size(); ++i) {
      if (is_final(text[i])) return i + 1;
      if (text[i] < 0x20 || text[i] > 0x3F) break;
    }
    return 2;
  }

  // Where one command has no end, those behind it have none either: a line is
  // searched to its end once, however many of them begin in it.
  std::size_t command_length(std::string_view text) {
    for (std::size_t i = 2; i < text.size() && !endless_; ++i) {
      if (text[i] == bell) return i + 1;
      if (text[i] == escape && text.substr(i).starts_with("\x1b\\"))
        return i + 2;
    }
    endless_ = true;
    return 2;
  }

  bool endless_ = false;
};

bool is_time(std::string_view word) {
  return word.find_first_not_of("0123456789:.,-/+TZ[]()") ==
             std::string_view::npos &&
         word.find_first_of("0123456789") != std::string_view::npos;
}

// Line ends of other systems, and what pads a column.
std::string_view without_end(std::string_view line) {
  return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

}  // namespace

std::string_view bare_line(std::string_view line, std::string& space) {
  line = without_end(line);
  constexpr std::string_view unwanted("\x1b\0", 2);
  if (line.find(escape) == std::string_view::npos &&
      line.find('\0') == std::string_view::npos)
    return line;
  space.clear();
  escape_reader escapes;
  while (!line.empty()) {
    const std::size_t plain = line.find_first_of(unwanted);
    space += line.substr(0, plain);
    if (plain == std::string_view::npos) break;
    line.remove_prefix(plain);
    line.remove_prefix(line[0] == escape ? escapes.length(line) : 1);
  }
  return without_end(space);
}

std::string source_of(std::string_view prefix) {
  std::string source;
  while (!prefix.empty()) {
    const std::size_t end = prefix.find_first_of(" \t");
    const std::string_view word = prefix.substr(0, end);
    if (!word.empty() && !is_time(word)) {
      source += source.empty() ? "" : " ";
      source += word;
    }
    prefix.remove_prefix(end == std::string_view::npos ? prefix.size()
                                                       : end + 1);
  }
  return source;
}

}  // namespace racelab::report::log
