// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What was seen of one tool at one subject, before anybody judged it.

#include "harness/matrix/message.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace racelab::matrix {

enum class ending {
  ended,
  hung,     // it was ended after the tool's bound
  crashed,  // a signal or an error ended it, whoever reported what before
};

struct run {
  std::string circumstances;  // "o2f1": a schedule's token
  matrix::ending ending = matrix::ending::ended;
  std::vector<std::size_t> messages;  // indices
};

// One tool at one subject, as often as fits into `times` the wall-clock that
// Racelab took; once, where the tool reads text.
struct measurement {
  unsigned times = 1;
  double seconds = 0;  // all runs together, without the compiler
  std::vector<matrix::run> runs;
  std::vector<message> messages;  // each different one once
  std::string raw;                // what the tool wrote
  std::string not_run;            // why there is no run; empty: there is
};

}  // namespace racelab::matrix
