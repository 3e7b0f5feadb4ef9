// Distributed under the Boost Software License, Version 1.0.
//
// POSIX semaphores and barriers.
#include "harness/probe/fail.hpp"
#include "harness/probe/interceptors.hpp"
#include "harness/probe/next_definition.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/unmodelled.hpp"
#include "harness/probe/virtual_clock.hpp"

#include <cerrno>

namespace racelab::probe {
namespace {

constexpr auto semaphore_kind =
    static_cast<std::int64_t>(block_kind::semaphore);
constexpr auto barrier_kind = static_cast<std::int64_t>(block_kind::barrier);
constexpr unsigned max_barriers = 64;

struct barrier {
  const void* which;  // null: a place that is free again
  unsigned wanted;
  unsigned arrived;
  std::uint64_t rounds;
};

barrier barriers[max_barriers];
unsigned barrier_count;

int wait(sem_t* semaphore, std::uint64_t deadline) {
  scheduling_point();
  if (__interceptor_sem_trywait(semaphore) == 0) return 0;
  if (errno != EAGAIN) return -1;
  if (deadline <= now()) return fail(ETIMEDOUT);
  record(event_kind::blocked, no_thread, semaphore_kind);
  bool in_time = true;
  int result = -1;
  while (result != 0 && in_time) {
    in_time = block(block_kind::semaphore, semaphore, deadline);
    result = __interceptor_sem_trywait(semaphore);
  }
  record(event_kind::unblocked, 0, semaphore_kind);
  return result == 0 ? 0 : fail(ETIMEDOUT);
}

barrier* find(const void* which) {
  for (unsigned i = 0; i < barrier_count; ++i)
    if (barriers[i].which == which) return &barriers[i];
  return nullptr;
}

int pass(pthread_barrier_t* which) {
  scheduling_point();
  barrier* at = find(which);
  if (at == nullptr)
    end_unmodelled("a pthread barrier that was not initialised here");
  AnnotateHappensBefore(__FILE__, __LINE__, which);
  const std::uint64_t round = at->rounds;
  if (++at->arrived == at->wanted) {
    at->arrived = 0;
    ++at->rounds;
    record(event_kind::notify, 0, barrier_kind);
    wake(block_kind::barrier, which, wire::max_threads);
    AnnotateHappensAfter(__FILE__, __LINE__, which);
    return PTHREAD_BARRIER_SERIAL_THREAD;
  }
  record(event_kind::blocked, no_thread, barrier_kind);
  while (at->rounds == round) block(block_kind::barrier, which, never);
  record(event_kind::unblocked, 0, barrier_kind);
  AnnotateHappensAfter(__FILE__, __LINE__, which);
  return 0;
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

int sem_wait(sem_t* semaphore) {
  if (self() == nullptr) return __interceptor_sem_wait(semaphore);
  return wait(semaphore, never);
}

int sem_timedwait(sem_t* semaphore, const timespec* until) {
  if (self() == nullptr) return __interceptor_sem_timedwait(semaphore, until);
  return wait(semaphore, virtual_deadline(CLOCK_REALTIME, *until));
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* until) {
  if (self() == nullptr)
    return next_definition<decltype(sem_clockwait)>("sem_clockwait")(
        semaphore, clock, until);
  return wait(semaphore, virtual_deadline(clock, *until));
}

int sem_trywait(sem_t* semaphore) noexcept {
  if (self() != nullptr) scheduling_point();
  return __interceptor_sem_trywait(semaphore);
}

int sem_post(sem_t* semaphore) noexcept {
  if (self() == nullptr) return __interceptor_sem_post(semaphore);
  scheduling_point();
  const int result = __interceptor_sem_post(semaphore);
  record(event_kind::notify, 0, semaphore_kind);
  wake(block_kind::semaphore, semaphore, 1);
  return result;
}

int pthread_barrier_init(pthread_barrier_t* which,
                         const pthread_barrierattr_t* attributes,
                         unsigned count) noexcept {
  const int error =
      __interceptor_pthread_barrier_init(which, attributes, count);
  if (error != 0 || self() == nullptr) return error;
  barrier* known = find(which);
  if (known == nullptr) known = find(nullptr);
  if (known == nullptr) {
    if (barrier_count == max_barriers)
      end_unmodelled("more than 64 pthread barriers");
    known = &barriers[barrier_count++];
  }
  *known = {which, count, 0, 0};
  return 0;
}

int pthread_barrier_destroy(pthread_barrier_t* which) noexcept {
  const int error = __interceptor_pthread_barrier_destroy(which);
  if (error != 0 || self() == nullptr) return error;
  if (barrier* known = find(which); known != nullptr) known->which = nullptr;
  return 0;
}

int pthread_barrier_wait(pthread_barrier_t* which) noexcept {
  if (self() == nullptr) return __interceptor_pthread_barrier_wait(which);
  return pass(which);
}

}  // extern "C"
