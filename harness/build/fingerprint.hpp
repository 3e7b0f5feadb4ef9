// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace racelab::build {

// Gathers what a build depends on, and makes a name of it: equal for equal
// parts in equal order, and different otherwise but for a collision of SHA-1.
class fingerprint {
 public:
  void add(std::string_view part);

  // A file by its bytes. One that cannot be read differs from any other.
  void add_content(const std::filesystem::path& file);

  // A file by its path, size and time of change, for files that are large and
  // only ever written by a build.
  void add_identity(const std::filesystem::path& file);

  // 36 letters, digits and dashes.
  std::string name() const;

 private:
  std::string parts_;
};

// The name of one file's bytes.
std::string content_name(const std::filesystem::path& file);

}  // namespace racelab::build
