// Distributed under the Boost Software License, Version 1.0.
#include "harness/file_lines.hpp"

#include <fstream>
#include <utility>

namespace racelab {

std::optional<std::vector<std::string>> read_lines(
    const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return std::nullopt;
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(std::move(line));
  return lines;
}

}  // namespace racelab
