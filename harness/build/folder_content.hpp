// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/build/fingerprint.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace racelab::build {

// Adds the names and the bytes of all files in the folders, which lie below
// `root`, and in those in them.
void add_folders(fingerprint&, const std::filesystem::path& root,
                 const std::vector<std::string>& folders);

}  // namespace racelab::build
