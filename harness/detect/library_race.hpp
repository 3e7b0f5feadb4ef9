// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

namespace racelab::detect {

// Whether a race is the C++ library's own affair: libstdc++'s
// std::atomic<std::shared_ptr> unlocks itself in relaxed order after a load,
// which ThreadSanitizer takes for no order at all. When it is made and
// destroyed, what is compared with it, and what it points to stays the
// subject's.
bool is_of_library(const observe::race&);

}  // namespace racelab::detect
