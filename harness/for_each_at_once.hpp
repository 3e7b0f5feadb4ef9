// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <functional>

namespace racelab {

// Calls `work` with 0 to `count` - 1, on so many threads, and blocks until all
// calls have returned. The first exception ends it, once the calls under way
// have returned, and is thrown again.
void for_each_at_once(std::size_t count, unsigned threads,
                      const std::function<void(std::size_t)>& work);

}  // namespace racelab
