// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/concurrency/happens_before/unseen.hpp"

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>

namespace racelab::unseen {

void event::set() noexcept {
  __atomic_store_n(&set_, 1, __ATOMIC_SEQ_CST);
  syscall(SYS_futex, &set_, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

void event::wait() noexcept {
  while (__atomic_load_n(&set_, __ATOMIC_SEQ_CST) == 0) {
    syscall(SYS_futex, &set_, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
  }
}

void thread_end::is_of_this_thread() noexcept {
  id_ = static_cast<int>(syscall(SYS_gettid));
  known_.set();
}

void thread_end::wait() noexcept {
  known_.wait();
  while (syscall(SYS_tgkill, getpid(), id_, 0) == 0) sched_yield();
}

}  // namespace racelab::unseen
