// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/compiler_lines.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

namespace racelab::matrix {
namespace {

// A line without a kind in brackets has its severity for one.
const std::regex shape(
    R"(^([^:\s][^:]*):([0-9]+):(?:[0-9]+:)? (warning|error|fatal error): )"
    R"((.*?)(?: \[([^\]\s]+)\])?$)",
    std::regex::optimize);

// Compilers print excerpts of the source, whose lines can be of any length.
constexpr std::size_t longest = 2000;

}  // namespace

std::vector<message> read_compiler_lines(std::string_view text,
                                         const std::filesystem::path& root) {
  std::vector<message> all;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (line.size() > longest || !std::regex_match(line, found, shape))
      continue;
    stack where;
    add_place(where, found[1].str(), std::stoi(found[2].str()), root);
    if (where.empty()) continue;
    message each{found[5].matched ? found[5].str() : found[3].str(),
                 found[4].str(),
                 {std::move(where)}};
    if (std::find(all.begin(), all.end(), each) == all.end())
      all.push_back(std::move(each));
  }
  return all;
}

}  // namespace racelab::matrix
