// Distributed under the Boost Software License, Version 1.0.
#pragma once

// How control passes from thread to thread: by a raw futex and memory that
// ThreadSanitizer does not look at, so that it orders nothing. A baton is 1
// while it waits to be taken.

#include <cstdint>

namespace racelab::probe {

void give(std::uint32_t* baton);

// Blocks until the baton is given.
void take(std::uint32_t* baton);

// The same, for so many seconds of real time at most; false if it did not come.
bool take_in_time(std::uint32_t* baton, long seconds);

}  // namespace racelab::probe
