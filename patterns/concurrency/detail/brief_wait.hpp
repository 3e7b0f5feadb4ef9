// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/happens_before.hpp"

#include <boost/thread/mutex.hpp>

#include <atomic>

#include <pthread.h>
#include <sched.h>

// What is over sooner than the kernel could put a thread to sleep and
// wake it again. Where the sanitizer looks on, and a scheduler may run
// one thread at a time, nobody spins.

namespace racelab::detail {

#if RACELAB_TSAN_ANNOTATIONS

using brief_mutex = boost::mutex;

#else

// A mutex for a few instructions: whoever finds it locked looks again
// for a moment before he lets the kernel put him to sleep.
class brief_mutex {
 public:
  brief_mutex() = default;
  ~brief_mutex() { pthread_mutex_destroy(&mutex_); }
  brief_mutex(const brief_mutex&) = delete;
  brief_mutex& operator=(const brief_mutex&) = delete;

  void lock() noexcept { pthread_mutex_lock(&mutex_); }
  void unlock() noexcept { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_ = PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP;
};

#endif

// A copy of what is guarded by a lock, to be looked at without it. With
// the sanitizer it stays as it was at first.
template <class T>
class hint {
 public:
  void set([[maybe_unused]] T value) noexcept {
#if !RACELAB_TSAN_ANNOTATIONS
    value_.store(value, std::memory_order_relaxed);
#endif
  }

  T get() const noexcept {
    return value_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<T> value_{};
};

// Lets another thread have the processor, if one waits for it.
inline void give_way() noexcept {
#if !RACELAB_TSAN_ANNOTATIONS
  sched_yield();
#endif
}

// How often a thread looks before it blocks: some 20 microseconds long.
inline constexpr int looks_before_blocking = 40;

// Looks up to `looks` times whether it has come true, and returns that;
// not even once where that which is waited for needs the processor of
// this thread.
template <class F>
bool spin_until([[maybe_unused]] int looks,
                [[maybe_unused]] F has_come_true) noexcept {
#if !RACELAB_TSAN_ANNOTATIONS
  static const bool alone = [] {
    cpu_set_t processors;
    return sched_getaffinity(0, sizeof processors, &processors) == 0 &&
           CPU_COUNT(&processors) == 1;
  }();
  constexpr int pauses = 16;
  for (int look = 0; look < looks && !alone; ++look) {
    if (has_come_true()) return true;
    for (int pause = 0; pause < pauses; ++pause) {
#if defined(__x86_64__)
      __builtin_ia32_pause();
#endif
    }
  }
#endif
  return false;
}

}  // namespace racelab::detail
