// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/line_input.hpp"

#include <utility>

namespace racelab::workshop {

std::vector<std::string> line_input::take(std::string_view bytes) {
  std::vector<std::string> lines;
  for (const char each : bytes) {
    if (each == '\n') {
      lines.push_back(std::exchange(rest_, {}));
    } else if (each != '\r') {
      rest_ += each;
    }
  }
  if (bytes.empty() && !rest_.empty()) {
    lines.push_back(std::exchange(rest_, {}));
  }
  return lines;
}

}  // namespace racelab::workshop
