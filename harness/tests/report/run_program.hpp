// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>

namespace racelab::report {

struct program_result {
  int status = -1;  // 128 + the signal, where one ended it
  std::string out;
  std::string error;
};

// Runs the harness with these arguments, as a shell would take them, in that
// folder, and waits for its end.
program_result run_racelab(const std::string& arguments,
                           const std::string& folder = ".");

}  // namespace racelab::report
