// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The progress of many learners, as it was handed in.

#include "harness/workshop/progress.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace racelab::workshop {

struct handed_in {
  std::string name;             // the learner's: that of the folder; any bytes
  std::filesystem::path place;  // where it was found
  progress state;
  std::string problem;  // why there is no state; empty: there is
};

// Each place is a course, a folder with courses in it, or an archive of them
// (read_progress_archive). A learner's name is that of the course's folder, or
// of the one around it where it is called racelab-course; equal names get
// their places beside them. What cannot be read is in the result, with the
// reason, and hides nothing else. By name.
std::vector<handed_in> collect(const std::vector<std::filesystem::path>&);

}  // namespace racelab::workshop
