// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <vector>

namespace racelab::workshop {

// Blocks until one of the descriptors is readable or at its end, or the time
// is over; negative descriptors are left out. Returns which are, in the order
// in which they are given.
std::vector<bool> wait_for(
    std::initializer_list<int> descriptors,
    std::optional<std::chrono::milliseconds> at_most = std::nullopt);

}  // namespace racelab::workshop
