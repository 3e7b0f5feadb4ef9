// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace racelab::bench {

struct command_place {
  std::filesystem::path folder;
  std::stop_token stop;
  std::vector<std::string> environment = {};  // "NAME=value", on top of ours
  bool fixed_addresses = false;               // for ThreadSanitizer
};

// Runs a program, and returns what it wrote to standard output and error.
// Blocks until it has ended, with all that it started. Throws
// matrix::tool_failure, with its last words, if it does not end well or not
// within `bound`, and interrupted.
std::string run_command(const std::vector<std::string>& arguments,
                        std::chrono::seconds bound, const command_place&);

// The seconds that `work` takes.
template <class Work>
double seconds_of(Work work) {
  const auto from = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from)
      .count();
}

}  // namespace racelab::bench
