// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace racelab::matrix {

// The lines of `twin` that differ from `pattern`, from 1: what was added or
// changed, and what stands on both sides of something that was left out.
// Where lines of code can be told apart in several ways, the fewest differ.
std::set<int> differing_lines(const std::vector<std::string>& pattern,
                              const std::vector<std::string>& twin);

}  // namespace racelab::matrix
