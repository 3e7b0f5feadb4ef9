// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/monotonic_wait.hpp"

#include <chrono>
#include <stdexcept>

namespace racelab::detail {

// A ticker's period, for the clock. One that is too long for it counts
// as for ever.
//
// Throws std::invalid_argument if it is not positive, as Go panics.
template <class Rep, class Period>
monotonic_clock::duration tick_period(
    std::chrono::duration<Rep, Period> period) {
  using seconds = std::chrono::duration<double>;
  using ticks = monotonic_clock::duration;
  if (!(period > period.zero())) {
    throw std::invalid_argument("ticker: period not positive");
  }
  if (seconds(period) >= seconds(ticks::max())) return ticks::max();
  return std::chrono::ceil<ticks>(period);
}

// When a ticker ticks. It is told the time, and never asks for it.
class tick_schedule {
 public:
  using duration = monotonic_clock::duration;

  // The first tick is one period from now.
  tick_schedule(duration period, monotonic_time now)
      : period_(period), next_(later(now, period)) {}

  monotonic_time next() const noexcept { return next_; }

  // True if a tick is due, which then is over, and with it those that
  // were missed since. The next one is where it would have been anyway.
  bool take(monotonic_time now) noexcept {
    if (next_ == never || now < next_) return false;
    next_ = later(now, period_ - (now - next_) % period_);
    return true;
  }

 private:
  static monotonic_time later(monotonic_time now,
                              duration by) noexcept {
    return by < never - now ? now + by : never;
  }

  duration period_;
  monotonic_time next_;
};

}  // namespace racelab::detail
