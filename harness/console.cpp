// Distributed under the Boost Software License, Version 1.0.
#include "harness/console.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace racelab {

void print_piece(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    throw output_error("the result could not be written");
  }
}

void end_printing() {
  if (std::fflush(stdout) != 0) {
    throw output_error("the result could not be written");
  }
}

void print(std::string_view text) {
  print_piece(text);
  end_printing();
}

void complain(std::string_view what) noexcept {
  const std::string line = fmt::format("racelab: {}\n", what);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace racelab
