// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/right_lines.hpp"

#include <algorithm>
#include <cstddef>

namespace racelab::matrix {
namespace {

using lines = std::vector<std::string>;

// common[i][j]: how many lines the rest of one, from i, has in common with the
// rest of the other, from j, in the same order.
std::vector<std::vector<int>> common_lines(const lines& one,
                                           const lines& other) {
  std::vector common(one.size() + 1, std::vector<int>(other.size() + 1));
  for (std::size_t i = one.size(); i-- > 0;)
    for (std::size_t j = other.size(); j-- > 0;)
      common[i][j] = one[i] == other[j]
                         ? common[i + 1][j + 1] + 1
                         : std::max(common[i + 1][j], common[i][j + 1]);
  return common;
}

}  // namespace

std::set<int> differing_lines(const lines& pattern, const lines& twin) {
  const auto common = common_lines(pattern, twin);
  std::set<int> differing;
  std::size_t i = 0;
  std::size_t j = 0;
  const auto same = [&] {
    return i < pattern.size() && j < twin.size() && pattern[i] == twin[j];
  };
  while (i < pattern.size() || j < twin.size()) {
    const std::size_t begin = j;
    const std::size_t left_out = i;
    while ((i < pattern.size() || j < twin.size()) && !same()) {
      const bool leave_out =
          j == twin.size() ||
          (i < pattern.size() && common[i + 1][j] >= common[i][j + 1]);
      ++(leave_out ? i : j);
    }
    for (std::size_t line = begin; line < j; ++line)
      differing.insert(static_cast<int>(line) + 1);
    if (begin == j && left_out != i) {
      if (j > 0) differing.insert(static_cast<int>(j));
      if (j < twin.size()) differing.insert(static_cast<int>(j) + 1);
    }
    while (same()) {
      ++i;
      ++j;
    }
  }
  return differing;
}

}  // namespace racelab::matrix
