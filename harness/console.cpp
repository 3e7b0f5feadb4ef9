// Distributed under the Boost Software License, Version 1.0.
#include "harness/console.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace racelab {

void print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
      std::fflush(stdout) == 0;
  if (!written) {
    throw output_error("the result could not be written");
  }
}

void complain(std::string_view what) {
  fmt::print(stderr, "racelab: {}\n", what);
}

}  // namespace racelab
