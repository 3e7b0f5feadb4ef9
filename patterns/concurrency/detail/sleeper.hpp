// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/listed.hpp"

#include <cerrno>
#include <chrono>

#include <semaphore.h>
#include <time.h>

namespace racelab::detail {

// A thread that sleeps until another one wakes it, which it does once.
class sleeper : public listed {
 public:
  sleeper() noexcept { sem_init(&wakes_, 0, 0); }
  sleeper(const sleeper&) = delete;
  sleeper& operator=(const sleeper&) = delete;

  void wake() noexcept { sem_post(&wakes_); }

  void sleep() noexcept {
    while (sem_wait(&wakes_) != 0) {
    }
  }

  // False if nobody woke it in time. By the clock that may be set: it
  // is not worth a wait that the sanitizer does not know.
  bool sleep_for(std::chrono::seconds time) noexcept {
    timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += static_cast<time_t>(time.count());
    while (sem_timedwait(&wakes_, &until) != 0) {
      if (errno == ETIMEDOUT) return false;
    }
    return true;
  }

 private:
  sem_t wakes_;
};

// Those to be woken as soon as no lock is held: to wake a thread takes
// a thousand times as long as what is done under the lock.
using calls = list_of<sleeper>;

inline void make(calls& due) noexcept {
  while (!due.empty()) {
    sleeper& next = due.front();
    due.pop_front();
    next.wake();
  }
}

}  // namespace racelab::detail
