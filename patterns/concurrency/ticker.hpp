// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Something at regular times: Go's time.Ticker, as a wait for the next
// tick and as a callback at each.
//
//   - The first tick is due one period after the start, and each later
//     one a period after the last, by the steady clock.
//   - Ticks never pile up. Whoever is late finds one tick waiting for
//     him; the others that he missed are dropped, and the next is due
//     where it would have been anyway.
//   - A ticker that is stopped stays stopped. In Go, Reset starts it
//     again, and so may undo the Stop of another thread.
//   - All members but the constructors and the destructors may be
//     called by any thread at any time. Only a ticker with a callback
//     needs a thread: one of its own.
//
//   void heartbeat(const context& ctx, server& peer) {
//     ticker each_second(1s);
//     while (each_second.wait(ctx)) peer.ping();
//   }
//
//   tick_callback heartbeat(1s, [&] { peer.ping(); });
//   ...
//   heartbeat.stop();  // No ping runs any more.
//
// For a call once, at a later time: after_cancel of a context
// with_timeout.

#include "concurrency/context.hpp"
#include "concurrency/detail/new_thread.hpp"
#include "concurrency/detail/task.hpp"
#include "concurrency/detail/tick_schedule.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <chrono>
#include <list>
#include <memory>
#include <utility>

namespace racelab {

// Ticks to wait for.
//
// What precedes the first stop happens before what follows every wait
// that returns false after it; what precedes a reset, before what
// follows every later tick. Nothing else here orders two threads: not
// two who wait for ticks, nor two who stop or reset.
class ticker {
 public:
  // Throws std::invalid_argument if the period is not positive.
  template <class Rep, class Period>
  explicit ticker(std::chrono::duration<Rep, Period> period)
      : schedule_(detail::tick_period(period),
                  detail::monotonic_clock::now()) {}

  ticker(const ticker&) = delete;
  ticker& operator=(const ticker&) = delete;

  // Blocks until a tick is due, takes it, and returns true; returns
  // false as soon as the context is done or the ticker is stopped, even
  // if a tick is due. Of several who wait, each tick is taken by one.
  // An interruption point of Boost.Thread if it blocks.
  [[nodiscard]] bool wait(const context& ctx);

  // No more ticks: every wait returns false from now on, and those that
  // block do so at once. Never blocks.
  void stop() noexcept;

  // As if started now, with this period: a tick that is due is dropped,
  // and whoever waits does so for the new one. Never blocks. No effect
  // once stopped.
  //
  // Throws std::invalid_argument, and changes nothing, if the period is
  // not positive.
  template <class Rep, class Period>
  void reset(std::chrono::duration<Rep, Period> period) {
    start(detail::tick_period(period));
  }

 private:
  class sleeper;

  using lock = boost::unique_lock<boost::mutex>;

  friend class tick_callback;

  bool await_tick(const context& ctx);
  bool take_tick();
  bool stopped();
  detail::monotonic_time next_tick();
  void start(detail::monotonic_clock::duration period);
  void wake_sleepers() noexcept;

  boost::mutex mutex_;
  detail::tick_schedule schedule_;
  bool stopped_ = false;
  std::list<const sleeper*> sleepers_;
};

// A callback at each tick, in a thread of its own.
//
// What precedes the start happens before every callback, each callback
// before the next, what precedes a reset before the callback of every
// later tick, and the last callback before the return of every stop
// that waits for it. Nothing else here orders two threads: not two who
// stop or reset, nor a callback and a later reset.
class tick_callback {
 public:
  // Calls `callback` at each tick. If it takes longer than a period,
  // ticks are missed; it is never called by two threads at once. One
  // that throws ends the program. It is any callable without arguments,
  // also a move-only one, and is destroyed along with this.
  //
  // Throws std::invalid_argument if the period is not positive, and
  // boost::thread_resource_error if the thread cannot start.
  template <class Rep, class Period, class F>
  tick_callback(std::chrono::duration<Rep, Period> period, F&& callback)
      : ticker_(period),
        callback_(detail::make_task(std::forward<F>(callback))),
        thread_(detail::new_thread([this] { run(); })) {}

  tick_callback(const tick_callback&) = delete;
  tick_callback& operator=(const tick_callback&) = delete;

  // Stops, and blocks until the thread has ended. A callback that calls
  // it ends the program.
  ~tick_callback();

  // Returns once no callback runs and none will: blocks while one is
  // running. Any number of threads may stop at once, and each of them
  // may rely on that.
  //
  // Called by the callback itself, it does not block, and that call is
  // the last. Not an interruption point.
  void stop() noexcept;

  // As of a ticker. A callback that is running is not waited for.
  template <class Rep, class Period>
  void reset(std::chrono::duration<Rep, Period> period) {
    ticker_.reset(period);
  }

 private:
  using lock = boost::unique_lock<boost::mutex>;

  void run() noexcept;
  void begin() noexcept;
  void end() noexcept;
  void await_end() noexcept;

  ticker ticker_;
  std::unique_ptr<detail::task> callback_;

  boost::mutex mutex_;
  boost::condition_variable changed_;
  boost::thread::id runner_;
  bool ended_ = false;

  boost::thread thread_;
};

// --------------------------------------------------------------------

// One who waits, listed for stop and reset to wake him: in a context
// that they cancel. So he wakes at once for the context he was given
// too, and at its deadline without a thread that pushes it.
class ticker::sleeper {
 public:
  sleeper(ticker& owner, const context& ctx)
      : owner_(owner), sleep_(with_cancel(ctx)) {
    happens_before::bookkeeping unseen;
    const lock guard(owner_.mutex_);
    position_ = owner_.sleepers_.insert(owner_.sleepers_.end(), this);
  }

  ~sleeper() {
    happens_before::bookkeeping unseen;
    const lock guard(owner_.mutex_);
    owner_.sleepers_.erase(position_);
  }

  sleeper(const sleeper&) = delete;
  sleeper& operator=(const sleeper&) = delete;

  // Unseen: what a cancel or a stop orders is stated where it is asked
  // for, and waking up orders nothing.
  void sleep_until(detail::monotonic_time time) const {
    happens_before::bookkeeping unseen;
    sleep_.ctx.sleep_until(time);
  }

  void wake() const noexcept { sleep_.cancel(); }

 private:
  ticker& owner_;
  const cancellable sleep_;
  std::list<const sleeper*>::iterator position_;
};

inline bool ticker::wait(const context& ctx) {
  if (await_tick(ctx)) return true;
  if (stopped()) happens_before::acquire(&stopped_);
  return false;
}

// Listed before it looks, so that no stop or reset is missed.
inline bool ticker::await_tick(const context& ctx) {
  while (!ctx.done()) {
    const sleeper self(*this, ctx);
    if (stopped()) return false;
    if (take_tick()) return true;
    self.sleep_until(next_tick());
  }
  return false;
}

inline void ticker::stop() noexcept {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  if (stopped_) return;
  {
    happens_before::seen edge;
    happens_before::release(&stopped_);
  }
  stopped_ = true;
  wake_sleepers();
}

inline bool ticker::stopped() {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  return stopped_;
}

inline bool ticker::take_tick() {
  {
    happens_before::bookkeeping unseen;
    const lock guard(mutex_);
    if (stopped_) return false;
    if (!schedule_.take(detail::monotonic_clock::now())) return false;
    // Under the lock: a later reset is not before this tick.
    happens_before::seen edge;
    happens_before::acquire(&schedule_);
  }
  return true;
}

inline detail::monotonic_time ticker::next_tick() {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  return schedule_.next();
}

inline void ticker::start(detail::monotonic_clock::duration period) {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  {
    happens_before::seen edge;
    happens_before::release(&schedule_);
  }
  schedule_ = {period, detail::monotonic_clock::now()};
  wake_sleepers();
}

inline void ticker::wake_sleepers() noexcept {
  for (const sleeper* each : sleepers_) each->wake();
}

inline tick_callback::~tick_callback() {
  const boost::this_thread::disable_interruption uninterrupted;
  stop();
  thread_.join();
}

inline void tick_callback::stop() noexcept {
  ticker_.stop();
  await_end();
  happens_before::acquire(&ended_);
}

// Not ordered after the stop that ends it, lest one who stops be
// ordered before another.
inline void tick_callback::run() noexcept {
  begin();
  while (ticker_.await_tick(context::background())) callback_->call();
  end();
}

inline void tick_callback::begin() noexcept {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  runner_ = boost::this_thread::get_id();
}

inline void tick_callback::end() noexcept {
  happens_before::release(&ended_);
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  ended_ = true;
  changed_.notify_all();
}

inline void tick_callback::await_end() noexcept {
  happens_before::bookkeeping unseen;
  const boost::this_thread::disable_interruption uninterrupted;
  lock guard(mutex_);
  while (!ended_ && runner_ != boost::this_thread::get_id()) {
    changed_.wait(guard);
  }
}

}  // namespace racelab
