// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace racelab::workshop {

enum class verb {
  watch,
  start,
  check,
  play,
  list,
  hint,
  reset,
  solution,
  progress,
  verify_set,
  make_new,
  summary
};

// What the user typed after `workshop`, without having looked at what it names.
struct command_line {
  workshop::verb verb = workshop::verb::watch;
  std::string name;                 // of an exercise; empty: the next one
  std::filesystem::path course;     // empty: not said
  std::filesystem::path set;        // empty: not said
  std::string format = "terminal";  // "json"; of check also "gcc"; of summary
                                    // also "csv" and "html"

  bool again = false;  // of check

  // Of new:
  std::string kind = "mend";
  std::string lesson;  // empty: not said
  std::string twin;    // LESSON/VARIANT; empty: not said

  std::vector<std::filesystem::path> places;  // of summary
};

// Throws usage_error, or help.
command_line parse_command_line(const std::vector<std::string>& words);

}  // namespace racelab::workshop
