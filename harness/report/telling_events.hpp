// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

namespace racelab::report {

// Whether the event is one of those that a reader of a schedule wants to see:
// not an atomic operation that only reads, a lock that the subject did not take
// itself, or a wait for an answer. Races always are.
bool explains_something(const observe::event&);

// Whether it is an atomic operation, written by the subject itself, that may
// change what others read.
bool is_store(const observe::event&);

}  // namespace racelab::report
