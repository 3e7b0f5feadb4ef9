// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Who holds which lock, as far as it can be remembered.

#include "harness/probe/scheduler.hpp"

namespace racelab::probe {

struct held_lock {
  const void* lock;
  block_kind kind;  // mutex, rwlock or spin (a spin lock)
  std::uint32_t owner;
  bool shared;  // others may hold it so as well
};

inline constexpr unsigned max_locks_held = 8;

struct locks_held {
  held_lock list[max_locks_held];
  unsigned count;
};

// Forgets the last schedule.
void forget_held();

// The calling thread has taken or released a lock.
void note_held(block_kind kind, const void* lock, bool shared = false);
void note_released(const void* lock);

// The number of the first thread that holds it, or no_thread.
std::uint32_t holder(const void* lock);

bool holds_a_lock(const thread* who);

// Tells what a thread holds; of very many locks, some.
void list_held(std::uint32_t thread_number, locks_held& to);

// Releases all that the calling thread holds: the next schedule may find the
// same lock, or another at the same address.
void unlock_all(const thread* me);

}  // namespace racelab::probe
