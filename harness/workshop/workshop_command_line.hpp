// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace racelab::workshop {

enum class verb {
  start,
  check,
  list,
  hint,
  reset,
  solution,
  progress,
  verify_set
};

// What the user typed after `workshop`, without having looked at what it names.
struct command_line {
  workshop::verb verb = workshop::verb::check;
  std::string name;                 // of an exercise; empty: the next one
  std::filesystem::path course;     // empty: not said
  std::filesystem::path set;        // empty: not said
  std::string format = "terminal";  // "json"; of check also "gcc"
};

// Throws usage_error, or help.
command_line parse_command_line(const std::vector<std::string>& words);

}  // namespace racelab::workshop
