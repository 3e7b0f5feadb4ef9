// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/held_locks.hpp"

#include "harness/probe/interceptors.hpp"

namespace racelab::probe {
namespace {

constexpr unsigned max_held = 256;

held_lock held[max_held];
unsigned held_count;

// Closing the gap in a loop would be compiled to memmove, which
// ThreadSanitizer intercepts: it would report the probe's own races.
void remove(unsigned which) { held[which] = held[--held_count]; }

void unlock(const held_lock& what) {
  void* lock = const_cast<void*>(what.lock);
  switch (what.kind) {
    case block_kind::rwlock:
      __interceptor_pthread_rwlock_unlock(static_cast<pthread_rwlock_t*>(lock));
      break;
    case block_kind::spin:
      __interceptor_pthread_spin_unlock(static_cast<pthread_spinlock_t*>(lock));
      break;
    default:
      __interceptor_pthread_mutex_unlock(static_cast<pthread_mutex_t*>(lock));
  }
}

}  // namespace

void forget_held() { held_count = 0; }

void note_held(block_kind kind, const void* lock, bool shared) {
  if (held_count < max_held)
    held[held_count++] = {lock, kind, running_number(), shared};
}

void note_released(const void* lock) {
  for (unsigned i = held_count; i-- > 0;)
    if (held[i].lock == lock && held[i].owner == running_number())
      return remove(i);
}

std::uint32_t holder(const void* lock) {
  for (unsigned i = 0; i < held_count; ++i)
    if (held[i].lock == lock) return held[i].owner;
  return no_thread;
}

bool holds_a_lock(const thread* who) {
  for (unsigned i = 0; i < held_count; ++i)
    if (held[i].owner == who->number) return true;
  return false;
}

void list_held(std::uint32_t thread_number, locks_held& to) {
  to.count = 0;
  for (unsigned i = 0; i < held_count && to.count < max_locks_held; ++i)
    if (held[i].owner == thread_number) to.list[to.count++] = held[i];
}

void unlock_all(const thread* me) {
  for (unsigned i = held_count; i-- > 0;) {
    if (held[i].owner != me->number) continue;
    unlock(held[i]);
    remove(i);
  }
}

}  // namespace racelab::probe
