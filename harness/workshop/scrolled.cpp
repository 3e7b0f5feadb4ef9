// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/scrolled.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::workshop {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

}  // namespace

void scrolled::show(const std::string& text) {
  lines_ = lines_of(text);
  top_ = 0;
}

void scrolled::replace(const std::string& text) {
  const std::size_t before = std::max<std::size_t>(lines_.size(), 1);
  lines_ = lines_of(text);
  top_ = top_ * lines_.size() / before;
}

bool scrolled::move(const key& pressed, std::size_t rows) {
  const auto line = static_cast<std::ptrdiff_t>(top_);
  const auto page = static_cast<std::ptrdiff_t>(rows > 1 ? rows - 1 : 1);
  const auto is = [&](key::name name, char character) {
    return pressed.is == name || (pressed.is == key::name::character &&
                                  pressed.character == character);
  };
  if (pressed.is == key::name::home) {
    go_to(0, rows);
  } else if (pressed.is == key::name::end) {
    go_to(static_cast<std::ptrdiff_t>(lines_.size()), rows);
  } else if (is(key::name::up, 'k')) {
    go_to(line - 1, rows);
  } else if (is(key::name::down, 'j')) {
    go_to(line + 1, rows);
  } else if (is(key::name::page_up, 'b')) {
    go_to(line - page, rows);
  } else if (is(key::name::page_down, ' ')) {
    go_to(line + page, rows);
  } else {
    return false;
  }
  return true;
}

std::vector<std::string> scrolled::visible(std::size_t rows) const {
  std::vector<std::string> out;
  const std::size_t last = lines_.size() - std::min(rows, lines_.size());
  for (std::size_t i = std::min(top_, last);
       i < lines_.size() && out.size() < rows; ++i) {
    out.push_back(lines_[i]);
  }
  out.resize(rows);
  return out;
}

std::string scrolled::where(std::size_t rows) const {
  if (lines_.size() <= rows) {
    return {};
  }
  const std::size_t top = std::min(top_, lines_.size() - rows);
  return fmt::format("lines {}-{} of {}", top + 1, top + rows, lines_.size());
}

void scrolled::go_to(std::ptrdiff_t line, std::size_t rows) {
  const std::size_t most = lines_.size() - std::min(rows, lines_.size());
  top_ = std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(line, 0)),
                  most);
}

}  // namespace racelab::workshop
