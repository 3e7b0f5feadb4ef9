// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/matrix/matrix.hpp"

#include <cstddef>

namespace racelab::matrix {

// What one tool did at all twins, and at all patterns.
struct tally {
  std::size_t twins = 0;
  std::size_t found = 0;
  std::size_t right_line = 0;  // of those found
  std::size_t elsewhere = 0;
  std::size_t hung = 0;
  std::size_t crashed = 0;
  std::size_t silent = 0;
  std::size_t not_run = 0;  // twins and patterns
  std::size_t patterns = 0;
  std::size_t false_alarms = 0;
};

// `tool`: its index in result::tools.
tally tally_of(const result&, std::size_t tool);

}  // namespace racelab::matrix
