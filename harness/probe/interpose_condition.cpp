// Distributed under the Boost Software License, Version 1.0.
//
// Condition variables are the scheduler's own: a signal reaches who waits at
// that moment and is lost otherwise. The mutex is released and taken through
// ThreadSanitizer, whose order is all that a condition variable promises.
#include "harness/probe/held_locks.hpp"
#include "harness/probe/interceptors.hpp"
#include "harness/probe/lock_order.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/virtual_clock.hpp"

#include <cerrno>

namespace racelab::probe {
namespace {

constexpr auto condition = static_cast<std::int64_t>(block_kind::condition);

// A variable that is no more must not be used: `pc` uses it.
void use(pthread_cond_t* variable, void* pc) { __tsan_read8_pc(variable, pc); }

void lock_again(pthread_mutex_t* mutex) {
  note_wanted(mutex, false);
  while (__interceptor_pthread_mutex_trylock(mutex) == EBUSY)
    block(block_kind::mutex, mutex, never);
  note_held(block_kind::mutex, mutex);
}

int wait(pthread_cond_t* variable, pthread_mutex_t* mutex,
         std::uint64_t deadline, void* pc) {
  point_in_window();
  use(variable, pc);
  const int error = __interceptor_pthread_mutex_unlock(mutex);
  if (error != 0) return error;
  note_released(mutex);
  wake(block_kind::mutex, mutex, wire::max_threads);
  record(event_kind::blocked, no_thread, condition);
  bool signalled = false;
  if (deadline > now())
    signalled = block(block_kind::condition, variable, deadline);
  else
    stand_back(event_kind::yield);  // it may be what a loop waits by
  lock_again(mutex);
  record(event_kind::unblocked, 0, condition);
  return signalled ? 0 : ETIMEDOUT;
}

// A condition variable's clock stands in its attributes, which only its
// initialiser sees. glibc keeps it in bit 1 of the word behind the futexes.
clockid_t clock_of(const pthread_cond_t* variable) {
  return (variable->__data.__wrefs & 2u) != 0 ? CLOCK_MONOTONIC
                                              : CLOCK_REALTIME;
}

int notify(pthread_cond_t* variable, event_kind how, unsigned count, void* pc) {
  scheduling_point();
  use(variable, pc);
  record(how, 0, wake(block_kind::condition, variable, count));
  return 0;
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

#define RACELAB_PC __builtin_return_address(0)

extern "C" {

int pthread_cond_wait(pthread_cond_t* variable, pthread_mutex_t* mutex) {
  if (self() == nullptr)
    return __interceptor_pthread_cond_wait(variable, mutex);
  return wait(variable, mutex, never, RACELAB_PC);
}

int pthread_cond_timedwait(pthread_cond_t* variable, pthread_mutex_t* mutex,
                           const timespec* until) {
  if (self() == nullptr)
    return __interceptor_pthread_cond_timedwait(variable, mutex, until);
  return wait(variable, mutex, virtual_deadline(clock_of(variable), *until),
              RACELAB_PC);
}

int pthread_cond_clockwait(pthread_cond_t* variable, pthread_mutex_t* mutex,
                           clockid_t clock, const timespec* until) {
  if (self() == nullptr)
    return __interceptor_pthread_cond_clockwait(variable, mutex, clock, until);
  return wait(variable, mutex, virtual_deadline(clock, *until), RACELAB_PC);
}

int pthread_cond_signal(pthread_cond_t* variable) noexcept {
  if (self() == nullptr) return __interceptor_pthread_cond_signal(variable);
  return notify(variable, event_kind::signal, 1, RACELAB_PC);
}

int pthread_cond_broadcast(pthread_cond_t* variable) noexcept {
  if (self() == nullptr) return __interceptor_pthread_cond_broadcast(variable);
  return notify(variable, event_kind::broadcast, racelab::wire::max_threads,
                RACELAB_PC);
}

}  // extern "C"
