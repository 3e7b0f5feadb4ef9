// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/happens_before.hpp"

#if RACELAB_TSAN_ANNOTATIONS

#include <cstddef>
#include <memory>

#include <ucontext.h>

extern "C" {
void* __tsan_get_current_fiber();
void* __tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void* fiber);
void __tsan_switch_to_fiber(void* fiber, unsigned flags);
}

namespace racelab::detail {

// What the sanitizer takes for a thread, on whatever thread it really
// runs: one of its fibers, switched to in such a way that nothing is
// ordered. It has a stack of its own as well, since on a stack that
// others used before each would seem to race for the memory with them.
template <class F>
class logical_thread {
 public:
  explicit logical_thread(F& function) : function_(function) {
    getcontext(&own_);
    own_.uc_stack.ss_sp = stack_.get();
    own_.uc_stack.ss_size = stack_size;
    makecontext(&own_, enter, 0);
  }
  ~logical_thread() { __tsan_destroy_fiber(fiber_); }
  logical_thread(const logical_thread&) = delete;
  logical_thread& operator=(const logical_thread&) = delete;

  // Blocks until the function has returned.
  __attribute__((no_sanitize("thread"))) void run() noexcept {
    entering_ = this;
    __tsan_switch_to_fiber(fiber_, no_sync);
    swapcontext(&caller_, &own_);
  }

 private:
  // The sanitizer must not see this one: it keeps a stack of calls for
  // each fiber, and this begins in one and ends in another.
  __attribute__((no_sanitize("thread"))) static void enter() noexcept {
    logical_thread& self = *entering_;
    self.function_();
    __tsan_switch_to_fiber(self.callers_fiber_, no_sync);
    setcontext(&self.caller_);
  }

  static constexpr unsigned no_sync = 1;
  static constexpr std::size_t stack_size = std::size_t{1} << 20;
  static inline thread_local logical_thread* entering_ = nullptr;

  F& function_;
  void* callers_fiber_ = __tsan_get_current_fiber();
  void* fiber_ = __tsan_create_fiber(0);
  std::unique_ptr<char[]> stack_{new char[stack_size]};
  ucontext_t own_;
  ucontext_t caller_;
};

}  // namespace racelab::detail

#endif

namespace racelab::detail {

// Runs the function as if on a thread of its own: nothing that this
// one does before or afterwards is ordered with it for the sanitizer.
// Called in a bookkeeping section; the function runs outside of it.
template <class F>
void run_apart(F function) noexcept {
#if RACELAB_TSAN_ANNOTATIONS
  logical_thread<F>(function).run();
#else
  function();
#endif
}

}  // namespace racelab::detail
