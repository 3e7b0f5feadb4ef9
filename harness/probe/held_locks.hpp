// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Who holds which lock, as far as it can be remembered.

#include "harness/probe/scheduler.hpp"

namespace racelab::probe {

// Forgets the last schedule.
void forget_held();

// The calling thread has taken or released a lock. `kind`: mutex, rwlock or
// spin (a spin lock).
void note_held(block_kind kind, const void* lock);
void note_released(const void* lock);

// The number of the first thread that holds it, or no_thread.
std::uint32_t holder(const void* lock);

bool holds_a_lock(const thread* who);

// Releases all that the calling thread holds: the next schedule may find the
// same lock, or another at the same address.
void unlock_all(const thread* me);

}  // namespace racelab::probe
