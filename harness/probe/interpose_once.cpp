// Distributed under the Boost Software License, Version 1.0.
//
// Initialisation that happens once: pthread_once (std::call_once) and the
// guards of static locals. Who comes while another initialises waits in the
// scheduler; the rest is ThreadSanitizer's.
#include "harness/probe/interceptors.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"

namespace racelab::probe {
namespace {

constexpr unsigned max_in_progress = 64;
const void* in_progress[max_in_progress];
unsigned in_progress_count;

bool is_in_progress(const void* flag) {
  for (unsigned i = 0; i < in_progress_count; ++i)
    if (in_progress[i] == flag) return true;
  return false;
}

void begin(const void* flag) {
  if (in_progress_count < max_in_progress)
    in_progress[in_progress_count++] = flag;
}

void end(const void* flag) {
  for (unsigned i = 0; i < in_progress_count; ++i) {
    if (in_progress[i] != flag) continue;
    in_progress[i] = in_progress[--in_progress_count];
    break;
  }
  wake(block_kind::once, flag, wire::max_threads);
}

void await(const void* flag) {
  scheduling_point();
  while (is_in_progress(flag)) {
    record(event_kind::blocked, no_thread,
           static_cast<std::int64_t>(block_kind::once));
    block(block_kind::once, flag, never);
  }
}

// Ends the initialisation also when it throws: then it is to be tried again,
// and what was done before comes before that. ThreadSanitizer's pthread_once
// would leave it begun.
class initialising {
 public:
  explicit initialising(pthread_once_t* flag) : flag_(flag) {
    begin(flag);
    AnnotateHappensAfter(__FILE__, __LINE__, flag);
  }
  ~initialising() {
    if (!is_done_) {
      AnnotateHappensBefore(__FILE__, __LINE__, flag_);
      __atomic_store_n(flag_, PTHREAD_ONCE_INIT, __ATOMIC_RELAXED);
    }
    end(flag_);
  }
  initialising(const initialising&) = delete;
  initialising& operator=(const initialising&) = delete;

  void done() { is_done_ = true; }

 private:
  pthread_once_t* flag_;
  bool is_done_ = false;
};

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

int pthread_once(pthread_once_t* flag, void (*initialise)()) {
  if (self() == nullptr) return __interceptor_pthread_once(flag, initialise);
  await(flag);
  initialising now(flag);
  const int result = __interceptor_pthread_once(flag, initialise);
  now.done();
  return result;
}

int __real___cxa_guard_acquire(long long* guard);
void __real___cxa_guard_release(long long* guard) noexcept;
void __real___cxa_guard_abort(long long* guard) noexcept;

int __wrap___cxa_guard_acquire(long long* guard) {
  if (self() == nullptr) return __real___cxa_guard_acquire(guard);
  await(guard);
  const int mine = __real___cxa_guard_acquire(guard);
  if (mine != 0) begin(guard);
  return mine;
}

void __wrap___cxa_guard_release(long long* guard) noexcept {
  __real___cxa_guard_release(guard);
  if (self() != nullptr) end(guard);
}

void __wrap___cxa_guard_abort(long long* guard) noexcept {
  __real___cxa_guard_abort(guard);
  if (self() != nullptr) end(guard);
}

}  // extern "C"
