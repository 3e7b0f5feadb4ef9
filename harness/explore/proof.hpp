// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/explore/explorer.hpp"
#include "harness/explore/finder.hpp"
#include "harness/explore/search.hpp"

#include <functional>
#include <optional>

namespace racelab::explore {

// The longest token that is shown to people.
inline constexpr std::size_t longest_token = 40;

// Shrinks a schedule that showed `wanted`, the best one first, and shows it
// again in a new process: what was seen in one that had run other schedules may
// have been their doing. Null if no new process shows it. `tick` is called
// between runs and may throw.
std::optional<proven_finding> prove(finder&, const finding_key& wanted,
                                    const sightings_of_one&, const options&,
                                    const std::function<void()>& tick);

}  // namespace racelab::explore
