// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace racelab::build {

// The prerequisites that the text of a compiler's dependency file (`-MMD`)
// lists, without the target.
std::vector<std::filesystem::path> parse_dependencies(std::string_view text);

}  // namespace racelab::build
