// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The progress of courses in an archive that somebody else made: tar, tar.gz
// or zip. Nothing of it is ever written to a disk.

#include <filesystem>
#include <string>
#include <vector>

namespace racelab::workshop {

// A progress.json of an archive.
struct archived_progress {
  std::filesystem::path course;  // its folder in the archive; may be empty
  std::string text;
  std::string problem;  // why there is no text; empty: there is
};

struct read_archive {
  std::vector<archived_progress> courses;  // as they come
  std::string problem;  // why it was not read to its end; empty: it was
};

// A progress.json is no larger, and an archive does not hold more.
inline constexpr std::size_t largest_progress = std::size_t{1} << 20;
inline constexpr std::size_t largest_archive = std::size_t{1} << 30;

// Blocks until it is read; for an archive that is larger inside than
// `largest`, until that much of it is. Throws nothing but std::bad_alloc.
read_archive read_progress_archive(const std::filesystem::path&,
                                   std::size_t largest = largest_archive);

}  // namespace racelab::workshop
