// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace racelab {

// The file's lines, without their ends; null if it cannot be opened.
std::optional<std::vector<std::string>> read_lines(
    const std::filesystem::path& file);

}  // namespace racelab
