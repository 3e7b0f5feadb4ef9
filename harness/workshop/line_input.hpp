// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace racelab::workshop {

// Makes lines of what comes in pieces.
class line_input {
 public:
  // The lines that are whole now, without their ends. No bytes: the end has
  // come, and what is left is a line.
  std::vector<std::string> take(std::string_view bytes);

 private:
  std::string rest_;
};

}  // namespace racelab::workshop
