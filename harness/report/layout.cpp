// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace racelab::report {
namespace {

struct code_point {
  std::uint32_t value = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

std::size_t length_from(unsigned char lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xc2 && lead < 0xe0) {
    return 2;
  }
  if ((lead & 0xf0u) == 0xe0) {
    return 3;
  }
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

// The smallest value that a sequence of so many bytes may encode.
constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};

bool allowed(std::uint32_t value, std::size_t bytes) {
  const bool surrogate = value >= 0xd800 && value < 0xe000;
  return value >= smallest.at(bytes) && !surrogate && value < 0x110000;
}

code_point decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = length_from(lead);
  if (bytes == 0 || bytes > text.size()) {
    return {};
  }
  std::uint32_t value = bytes == 1 ? lead : lead & (0xffu >> (bytes + 1));
  for (const char part : text.substr(1, bytes - 1)) {
    const auto tail = static_cast<unsigned char>(part);
    if ((tail & 0xc0u) != 0x80) {
      return {};
    }
    value = value << 6 | (tail & 0x3fu);
  }
  return {value, bytes, allowed(value, bytes)};
}

// Also what would reorder or hide the text around it: Unicode's bidirectional
// controls and zero-width characters.
bool is_control(std::uint32_t value) {
  return value < 0x20 || (value >= 0x7f && value < 0xa0) ||
         (value >= 0x200b && value <= 0x200f) ||
         (value >= 0x2028 && value <= 0x202e) ||
         (value >= 0x2060 && value <= 0x2069) || value == 0xfeff;
}

// East Asian wide characters and pictographs (Unicode TR 11, the main blocks).
bool is_wide(std::uint32_t value) {
  return (value >= 0x1100 && value <= 0x115f) ||
         (value >= 0x2e80 && value <= 0xa4cf) ||
         (value >= 0xac00 && value <= 0xd7a3) ||
         (value >= 0xf900 && value <= 0xfaff) ||
         (value >= 0xfe30 && value <= 0xfe6f) ||
         (value >= 0xff00 && value <= 0xff60) ||
         (value >= 0xffe0 && value <= 0xffe6) ||
         (value >= 0x1f300 && value <= 0x1f64f) ||
         (value >= 0x1f900 && value <= 0x1f9ff) ||
         (value >= 0x20000 && value <= 0x3fffd);
}

bool is_combining(std::uint32_t value) {
  return (value >= 0x0300 && value <= 0x036f) ||
         (value >= 0xfe00 && value <= 0xfe0f);
}

unsigned width_of(const code_point& point) {
  if (point.valid && is_combining(point.value)) {
    return 0;
  }
  return point.valid && is_wide(point.value) ? 2 : 1;
}

void append_escaped(std::string& out, std::string_view bytes) {
  for (const char byte : bytes) {
    out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
  }
}

// How many bytes of `text` fit into so many columns.
std::size_t fitting(std::string_view text, unsigned columns) {
  std::size_t bytes = 0;
  unsigned taken = 0;
  while (bytes < text.size()) {
    const code_point point = decode(text.substr(bytes));
    taken += width_of(point);
    if (taken > columns) {
      break;
    }
    bytes += point.bytes;
  }
  return bytes;
}

// Where to break a text too wide: behind the last space that fits, else where
// the columns end, and at least one character further on.
std::size_t break_at(std::string_view text, unsigned columns) {
  const std::size_t fits = fitting(text, columns);
  if (fits == text.size() || text[fits] == ' ') {
    return fits;
  }
  const std::size_t space = text.substr(0, fits).rfind(' ');
  const bool indent_only =
      space == std::string_view::npos || text.find_first_not_of(' ') > space;
  if (!indent_only) {
    return space;
  }
  return std::max(fits, decode(text).bytes);
}

std::string spaces(unsigned columns, std::string_view text) {
  const unsigned taken = width(text);
  return std::string(columns > taken ? columns - taken : 0, ' ');
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const code_point point = decode(text);
    const std::string_view bytes = text.substr(0, point.bytes);
    if (bytes == "\t") {
      out += "  ";
    } else if (bytes == "\n") {
      out += ' ';
    } else if (!point.valid || is_control(point.value)) {
      append_escaped(out, bytes);
    } else {
      out += bytes;
    }
    text.remove_prefix(point.bytes);
  }
  return out;
}

std::string printable_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += printable(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

unsigned width(std::string_view text) {
  unsigned columns = 0;
  while (!text.empty()) {
    const code_point point = decode(text);
    columns += width_of(point);
    text.remove_prefix(point.bytes);
  }
  return columns;
}

std::string cut(std::string_view text, unsigned columns,
                std::string_view ending) {
  if (width(text) <= columns) {
    return std::string(text);
  }
  const unsigned room = columns - std::min(columns, width(ending));
  std::string out(text.substr(0, fitting(text, room)));
  return out.append(ending.substr(0, fitting(ending, columns)));
}

std::vector<std::string> wrap(std::string_view text, unsigned columns) {
  std::vector<std::string> lines;
  while (fitting(text, columns) < text.size()) {
    const std::size_t end = break_at(text, std::max(columns, 1u));
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  if (!text.empty() || lines.empty()) {
    lines.emplace_back(text);
  }
  return lines;
}

std::string paragraph(std::string_view text, unsigned indent,
                      const look& screen) {
  const unsigned columns = std::max(screen.width, indent + 20) - indent;
  std::string out;
  for (const std::string& line : wrap(text, columns)) {
    out += end_line(std::string(indent, ' ') + line);
  }
  return out;
}

std::string cell(std::string_view text, unsigned columns, ink colour,
                 const look& screen) {
  return paint(text, colour, screen) + spaces(columns, text);
}

std::string right_cell(std::string_view text, unsigned columns, ink colour,
                       const look& screen) {
  return spaces(columns, text) + paint(text, colour, screen);
}

std::string end_line(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  line += '\n';
  return line;
}

std::string count_of(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace racelab::report
