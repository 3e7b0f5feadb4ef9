// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <stdexcept>

namespace racelab::matrix {

// A tool is missing, fails or crashes: its cell says so, and nothing else.
class tool_failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace racelab::matrix
