// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/concurrency/happens_before/unseen.hpp"

#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <cstdio>

namespace racelab::unseen {

namespace {

// The letter behind the name in /proc/…/stat. By bare system calls, since the
// sanitizer orders the threads that use one file descriptor.
char state_of_thread(int id) noexcept {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/self/task/%d/stat", id);
  const int file =
      static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, O_RDONLY));
  char text[128] = {};
  syscall(SYS_read, file, text, sizeof text - 1);
  syscall(SYS_close, file);
  const char* end = text;
  for (const char* at = text; *at; ++at) {
    if (*at == ')') end = at;
  }
  return *end ? end[2] : '?';
}

}  // namespace

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

void thread_sleep::is_of_this_thread() noexcept {
  id_ = static_cast<int>(syscall(SYS_gettid));
  known_.set();
}

void thread_sleep::wait() noexcept {
  known_.wait();
  while (state_of_thread(id_) != 'S') sched_yield();
}

}  // namespace racelab::unseen
