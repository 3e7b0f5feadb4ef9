// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/mutex.hpp>

#include <chrono>

namespace racelab::detail {

using monotonic_clock = std::chrono::steady_clock;
using monotonic_time = monotonic_clock::time_point;

// Stands for "never": no clock reaches it.
inline constexpr monotonic_time never = monotonic_time::max();

// `duration` from now; a negative one counts as none, and one so long
// that the clock would overflow as never.
template <class Rep, class Period>
monotonic_time from_now(std::chrono::duration<Rep, Period> duration) {
  using seconds = std::chrono::duration<double>;
  const monotonic_time now = monotonic_clock::now();
  if (duration <= duration.zero()) return now;
  if (seconds(duration) >= seconds(never - now)) return never;
  return now + std::chrono::ceil<monotonic_clock::duration>(duration);
}

// Blocks until notified, spuriously awake, or at `until`.
//
// Both clocks are the system's monotonic clock; the absolute time is
// handed on as it is, since a detour through a duration would read the
// clock again and wake up late by what passed in between.
inline void wait_until(boost::condition_variable& condition,
                       boost::unique_lock<boost::mutex>& lock,
                       monotonic_time until) {
  using boost_clock = boost::chrono::steady_clock;
  if (until == never) return condition.wait(lock);
  const std::chrono::nanoseconds since_epoch = until.time_since_epoch();
  condition.wait_until(
      lock, boost_clock::time_point(
                boost::chrono::nanoseconds(since_epoch.count())));
}

// Blocks until `time`.
inline void sleep_until(monotonic_time time) {
  boost::mutex mutex;
  boost::condition_variable never_notified;
  boost::unique_lock<boost::mutex> lock(mutex);
  while (time == never || monotonic_clock::now() < time) {
    wait_until(never_notified, lock, time);
  }
}

}  // namespace racelab::detail
