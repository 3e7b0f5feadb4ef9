// Distributed under the Boost Software License, Version 1.0.
//
// Starting, joining and detaching threads.
#include "harness/probe/interceptors.hpp"
#include "harness/probe/next_definition.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/virtual_clock.hpp"

#include <cerrno>

namespace racelab::probe {
namespace {

constexpr auto join_kind = static_cast<std::int64_t>(block_kind::join);

bool starts_detached(const pthread_attr_t* attributes) {
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
  return state == PTHREAD_CREATE_DETACHED;
}

void note_detached(thread* which) {
  which->detached = true;
  channel->threads[which->number].detached = 1;
}

int create(pthread_t* handle, const pthread_attr_t* attributes,
           void* (*start)(void*), void* argument) {
  scheduling_point();
  int error = 0;
  thread* started = start_thread(attributes, start, argument, error);
  if (error != 0) return error;
  if (started == nullptr) {
    record(event_kind::over_limit, 0, 0,
           record_text("more threads than a schedule may start (256)"));
    end_schedule(wire::ending::over_limit);
  }
  wire::thread& seen = channel->threads[started->number];
  const stack_reference stack = record_stack();
  seen.created_stack = stack.first;
  seen.created_depth = stack.depth;
  attach(record(event_kind::thread_create, started->number), stack);
  *handle = started->handle;
  if (starts_detached(attributes)) {
    started->released = true;
    note_detached(started);
  }
  note_change();
  return 0;
}

// Blocks until `joined` has ended or the deadline has come.
bool await_end(thread* joined, std::uint64_t deadline) {
  if (joined->is == state::finished) return true;
  if (deadline <= now()) return false;
  record(event_kind::blocked, joined->number, join_kind);
  while (joined->is != state::finished)
    if (!block(block_kind::join, joined, deadline)) break;
  record(event_kind::unblocked, joined->number, join_kind);
  return joined->is == state::finished;
}

int join(pthread_t handle, void** result, std::uint64_t deadline,
         int if_running) {
  scheduling_point();
  thread* joined = find_thread(handle);
  if (joined == nullptr) return __interceptor_pthread_join(handle, result);
  if (joined->number == running_number()) return EDEADLK;
  if (joined->detached) return EINVAL;
  if (!await_end(joined, deadline)) return if_running;
  const int error = release_thread(joined, result);
  if (error == 0) {
    channel->threads[joined->number].joined = 1;
    record(event_kind::thread_join, joined->number);
  }
  return error;
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

int pthread_create(pthread_t* handle, const pthread_attr_t* attributes,
                   void* (*start)(void*), void* argument) noexcept {
  if (self() == nullptr)
    return __interceptor_pthread_create(handle, attributes, start, argument);
  return create(handle, attributes, start, argument);
}

int pthread_join(pthread_t handle, void** result) {
  if (self() == nullptr) return __interceptor_pthread_join(handle, result);
  return join(handle, result, never, 0);
}

int pthread_tryjoin_np(pthread_t handle, void** result) noexcept {
  if (self() == nullptr)
    return next_definition<int(pthread_t, void**)>("pthread_tryjoin_np")(
        handle, result);
  return join(handle, result, 0, EBUSY);
}

int pthread_timedjoin_np(pthread_t handle, void** result,
                         const timespec* until) {
  if (self() == nullptr)
    return next_definition<int(pthread_t, void**, const timespec*)>(
        "pthread_timedjoin_np")(handle, result, until);
  return join(handle, result, virtual_deadline(CLOCK_REALTIME, *until),
              ETIMEDOUT);
}

int pthread_clockjoin_np(pthread_t handle, void** result, clockid_t clock,
                         const timespec* until) {
  if (self() == nullptr)
    return next_definition<int(pthread_t, void**, clockid_t, const timespec*)>(
        "pthread_clockjoin_np")(handle, result, clock, until);
  return join(handle, result, virtual_deadline(clock, *until), ETIMEDOUT);
}

int pthread_detach(pthread_t handle) noexcept {
  if (self() == nullptr) return __interceptor_pthread_detach(handle);
  thread* detached = find_thread(handle);
  if (detached == nullptr) return __interceptor_pthread_detach(handle);
  if (detached->detached || detached->released) return EINVAL;
  note_detached(detached);
  record(event_kind::thread_detach, detached->number);
  return 0;
}

}  // extern "C"
