// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a race that ThreadSanitizer reported is about.

#include "harness/observe/observation.hpp"

#include <optional>

namespace racelab::detect {

// One thread reads what another one stores, which a service had answered to
// it, and nothing orders the two.
struct early_read {
  const observe::access* reader = nullptr;
  const observe::access* writer = nullptr;
  const observe::call* fetch = nullptr;
};

// The race as an early read, whichever of the two came first in this schedule;
// nothing if it is a race of another kind: two writes, a flag or a counter
// beside what was fetched, the same statement in two threads, a destructor, an
// assignment that reads the old value, something taken out of a container, or a
// write of what no call answered.
//
// Pointers point into `seen` and `race`.
std::optional<early_read> early_read_in(const observe::observation& seen,
                                        const observe::race& race);

bool is_write(const observe::access&);

}  // namespace racelab::detect
