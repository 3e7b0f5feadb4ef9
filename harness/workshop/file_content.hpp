// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <string>

namespace racelab::workshop {

// All bytes of a file. Throws std::runtime_error that names it and says why it
// cannot be read.
std::string content_of(const std::filesystem::path& file);

}  // namespace racelab::workshop
