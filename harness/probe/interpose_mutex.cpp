// Distributed under the Boost Software License, Version 1.0.
//
// Locks. Each is taken by ThreadSanitizer's own trylock, so that its orders are
// seen; what blocks is the scheduler.
#include "harness/probe/held_locks.hpp"
#include "harness/probe/interceptors.hpp"
#include "harness/probe/lock_order.hpp"
#include "harness/probe/next_definition.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/virtual_clock.hpp"

#include <cerrno>

namespace racelab::probe {
namespace {

// Alone, or together with others that do the same.
enum class mode : bool { exclusive, shared };

template <class Try>
int acquire(block_kind kind, const void* lock, mode how, std::uint64_t deadline,
            Try attempt) {
  scheduling_point();
  if (deadline == never) note_wanted(lock, how == mode::shared);
  int result = attempt();
  if (result == EBUSY && deadline > now()) {
    record(event_kind::blocked, holder(lock), static_cast<std::int64_t>(kind));
    do {
      if (!block(kind, lock, deadline)) break;
      result = attempt();
    } while (result == EBUSY);
    if (result == EBUSY) result = attempt();
    record(event_kind::unblocked, 0, static_cast<std::int64_t>(kind));
  }
  if (result == EBUSY) return ETIMEDOUT;
  if (result == 0 || result == EOWNERDEAD) {
    note_held(kind, lock, how == mode::shared);
    record(event_kind::lock, 0, static_cast<std::int64_t>(kind));
  }
  return result;
}

template <class Try>
int try_acquire(block_kind kind, const void* lock, mode how, Try attempt) {
  scheduling_point();
  const int result = attempt();
  if (result == 0 || result == EOWNERDEAD) {
    note_held(kind, lock, how == mode::shared);
    record(event_kind::lock, 0, static_cast<std::int64_t>(kind));
  }
  return result;
}

template <class Release>
int release(block_kind kind, const void* lock, Release give_back) {
  const int result = give_back();
  if (result == 0) {
    note_released(lock);
    record(event_kind::unlock, 0, static_cast<std::int64_t>(kind));
    wake(kind, lock, wire::max_threads);
  }
  return result;
}

// glibc keeps the kind in the lowest two bits.
bool checks_errors(const pthread_mutex_t* mutex) {
  return (mutex->__data.__kind & 3) == PTHREAD_MUTEX_ERRORCHECK;
}

// A normal mutex that its owner locks again: it waits for itself, for ever.
// ThreadSanitizer's trylock answers EBUSY then, as the C library's does.
int lock_mutex(pthread_mutex_t* mutex, std::uint64_t deadline) {
  if (checks_errors(mutex) && holder(mutex) == self()->number) return EDEADLK;
  return acquire(block_kind::mutex, mutex, mode::exclusive, deadline, [mutex] {
    return __interceptor_pthread_mutex_trylock(mutex);
  });
}

int read_lock(pthread_rwlock_t* lock, std::uint64_t deadline) {
  return acquire(block_kind::rwlock, lock, mode::shared, deadline, [lock] {
    return __interceptor_pthread_rwlock_tryrdlock(lock);
  });
}

int write_lock(pthread_rwlock_t* lock, std::uint64_t deadline) {
  return acquire(block_kind::rwlock, lock, mode::exclusive, deadline, [lock] {
    return __interceptor_pthread_rwlock_trywrlock(lock);
  });
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

int pthread_mutex_lock(pthread_mutex_t* mutex) {
  if (self() == nullptr) return __interceptor_pthread_mutex_lock(mutex);
  return lock_mutex(mutex, never);
}

int pthread_mutex_trylock(pthread_mutex_t* mutex) {
  if (self() == nullptr) return __interceptor_pthread_mutex_trylock(mutex);
  return try_acquire(block_kind::mutex, mutex, mode::exclusive, [mutex] {
    return __interceptor_pthread_mutex_trylock(mutex);
  });
}

int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* until) {
  if (self() == nullptr)
    return __interceptor_pthread_mutex_timedlock(mutex, until);
  return lock_mutex(mutex, virtual_deadline(CLOCK_REALTIME, *until));
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* until) {
  if (self() == nullptr)
    return next_definition<decltype(pthread_mutex_clocklock)>(
        "pthread_mutex_clocklock")(mutex, clock, until);
  return lock_mutex(mutex, virtual_deadline(clock, *until));
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) {
  if (self() == nullptr) return __interceptor_pthread_mutex_unlock(mutex);
  return release(block_kind::mutex, mutex,
                 [mutex] { return __interceptor_pthread_mutex_unlock(mutex); });
}

int pthread_mutex_destroy(pthread_mutex_t* mutex) {
  if (self() != nullptr) forget_lock(mutex);
  return __interceptor_pthread_mutex_destroy(mutex);
}

int pthread_rwlock_rdlock(pthread_rwlock_t* lock) {
  if (self() == nullptr) return __interceptor_pthread_rwlock_rdlock(lock);
  return read_lock(lock, never);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) {
  if (self() == nullptr) return __interceptor_pthread_rwlock_tryrdlock(lock);
  return try_acquire(block_kind::rwlock, lock, mode::shared, [lock] {
    return __interceptor_pthread_rwlock_tryrdlock(lock);
  });
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t* lock, const timespec* until) {
  if (self() == nullptr)
    return __interceptor_pthread_rwlock_timedrdlock(lock, until);
  return read_lock(lock, virtual_deadline(CLOCK_REALTIME, *until));
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t* lock, clockid_t clock,
                               const timespec* until) {
  if (self() == nullptr)
    return next_definition<decltype(pthread_rwlock_clockrdlock)>(
        "pthread_rwlock_clockrdlock")(lock, clock, until);
  return read_lock(lock, virtual_deadline(clock, *until));
}

int pthread_rwlock_wrlock(pthread_rwlock_t* lock) {
  if (self() == nullptr) return __interceptor_pthread_rwlock_wrlock(lock);
  return write_lock(lock, never);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t* lock) {
  if (self() == nullptr) return __interceptor_pthread_rwlock_trywrlock(lock);
  return try_acquire(block_kind::rwlock, lock, mode::exclusive, [lock] {
    return __interceptor_pthread_rwlock_trywrlock(lock);
  });
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t* lock, const timespec* until) {
  if (self() == nullptr)
    return __interceptor_pthread_rwlock_timedwrlock(lock, until);
  return write_lock(lock, virtual_deadline(CLOCK_REALTIME, *until));
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t* lock, clockid_t clock,
                               const timespec* until) {
  if (self() == nullptr)
    return next_definition<decltype(pthread_rwlock_clockwrlock)>(
        "pthread_rwlock_clockwrlock")(lock, clock, until);
  return write_lock(lock, virtual_deadline(clock, *until));
}

int pthread_rwlock_unlock(pthread_rwlock_t* lock) {
  if (self() == nullptr) return __interceptor_pthread_rwlock_unlock(lock);
  return release(block_kind::rwlock, lock,
                 [lock] { return __interceptor_pthread_rwlock_unlock(lock); });
}

int pthread_rwlock_destroy(pthread_rwlock_t* lock) {
  if (self() != nullptr) forget_lock(lock);
  return __interceptor_pthread_rwlock_destroy(lock);
}

int pthread_spin_lock(pthread_spinlock_t* lock) {
  if (self() == nullptr) return __interceptor_pthread_spin_lock(lock);
  return acquire(block_kind::spin, const_cast<const int*>(lock),
                 mode::exclusive, never,
                 [lock] { return __interceptor_pthread_spin_trylock(lock); });
}

int pthread_spin_trylock(pthread_spinlock_t* lock) {
  if (self() == nullptr) return __interceptor_pthread_spin_trylock(lock);
  return try_acquire(
      block_kind::spin, const_cast<const int*>(lock), mode::exclusive,
      [lock] { return __interceptor_pthread_spin_trylock(lock); });
}

int pthread_spin_unlock(pthread_spinlock_t* lock) {
  if (self() == nullptr) return __interceptor_pthread_spin_unlock(lock);
  return release(block_kind::spin, const_cast<const int*>(lock),
                 [lock] { return __interceptor_pthread_spin_unlock(lock); });
}

}  // extern "C"
