// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/workshop/key_reader.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace racelab::workshop {

// Text that may have more lines than there is room for, and the part of it
// that is looked at.
class scrolled {
 public:
  // From its top.
  void show(const std::string& text);

  // The same text for a window of another width: stays about where it was.
  void replace(const std::string& text);

  // Whether the key moved through the text: arrows, pages, space, b, j, k,
  // Home, End.
  bool move(const key&, std::size_t rows);

  // So many lines; empty ones below the text.
  std::vector<std::string> visible(std::size_t rows) const;

  // "lines 1-18 of 64"; empty if there is room for all.
  std::string where(std::size_t rows) const;

 private:
  void go_to(std::ptrdiff_t line, std::size_t rows);

  std::vector<std::string> lines_;
  std::size_t top_ = 0;
};

}  // namespace racelab::workshop
