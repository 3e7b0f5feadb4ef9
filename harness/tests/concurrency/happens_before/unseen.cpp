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

bool exists(int thread) noexcept {
  return syscall(SYS_tgkill, getpid(), thread, 0) == 0;
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

task_end::ending task_end::is_of_this_task() noexcept {
  id_ = static_cast<int>(syscall(SYS_gettid));
  return ending(*this);
}

void task_end::wait() noexcept {
  over_.wait();
  if (id_ == static_cast<int>(syscall(SYS_gettid))) return;
  // Asleep for so long that it cannot be for a lock.
  constexpr int long_enough = 50;
  int asleep = 0;
  while (exists(id_) && asleep < long_enough) {
    const bool counts = that_ == thread::goes_on && state_of_thread(id_) == 'S';
    asleep = counts ? asleep + 1 : 0;
    sched_yield();
  }
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
