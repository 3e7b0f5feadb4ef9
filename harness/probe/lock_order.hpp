// Distributed under the Boost Software License, Version 1.0.
#pragma once

// In which orders the threads of one schedule take their locks. Where these
// orders contradict each other the threads can come to wait for each other in
// a ring, whether or not this schedule did: that is recorded as a race of the
// kind "lock-order-inversion", with the place of each lock of the ring.
//
// ThreadSanitizer looks for the same, but not here: it learns no order from a
// trylock, which is how locks are taken under the scheduler, and it would
// remember the orders of earlier schedules, which no token could replay.

#include "harness/probe/wire.hpp"

namespace racelab::probe {

// Forgets the last schedule.
void forget_lock_order();

// The calling thread asks for a lock and waits for it, for ever if need be;
// `shared`: together with others that ask so. What it holds comes before it.
void note_wanted(const void* lock, bool shared);

// A lock is destroyed: another may come to be in its place.
void forget_lock(const void* lock);

}  // namespace racelab::probe
