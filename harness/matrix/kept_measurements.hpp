// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/build/cache.hpp"
#include "harness/matrix/cell.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace racelab::matrix {

// Measurements of earlier runs, by a key that names all they depend on: what
// has been measured need not be measured again. Safe to use from several
// threads and processes with one folder.
class kept_measurements {
 public:
  // Makes the folder if it does not exist, and removes what is oldest in one
  // of more than a gigabyte.
  explicit kept_measurements(std::filesystem::path folder);

  // Nothing, too, if it cannot be read.
  std::optional<measurement> find(const std::string& key) const;

  // Throws what names the file that cannot be written.
  void keep(const std::string& key, const measurement&) const;

 private:
  build::cache cache_;
};

}  // namespace racelab::matrix
