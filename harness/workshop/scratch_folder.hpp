// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>

namespace racelab::workshop {

// A new folder among the system's temporary ones, gone with all that is in it
// when this is. Throws std::runtime_error if it cannot be made.
class scratch_folder {
 public:
  scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace racelab::workshop
