// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/matrix/matrix.hpp"

#include <filesystem>

namespace racelab::matrix {

// Writes matrix.json, matrix.md and, in the folder "matrix" beside them, what
// the tools wrote. Files are called as from `root`. Throws what names the file
// that cannot be written.
void write_folder(const std::filesystem::path& folder, const result&,
                  const std::filesystem::path& root);

}  // namespace racelab::matrix
