// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/campaign/result.hpp"

#include <string>
#include <vector>

namespace racelab::campaign {

struct named_result {
  std::string name;  // of its file
  result content;
};

struct joined {
  result all;  // of no use if there are conflicts

  // One line each.
  std::vector<std::string> conflicts;  // what cannot be true of one campaign
  std::vector<std::string> repeated;   // shards that are in several files
};

// Joins parts of a campaign. Their order does not matter, and what was joined
// can be joined again: only `repeated` tells. Where a judgement is
// complete in one file and not in another, the complete one holds. There
// must be at least one.
joined join(const std::vector<named_result>&);

}  // namespace racelab::campaign
