// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/executor.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/thread.hpp>

#include <atomic>
#include <climits>
#include <deque>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

#include <pthread.h>

namespace racelab::detail {

// Whether nearly all of a usual stack is left to the caller, and this
// is the thread's own stack, not a coroutine's.
inline bool stack_is_as_good_as_new() noexcept {
  struct range {
    range() noexcept {
      pthread_attr_t own;
      pthread_attr_t usual;
      if (pthread_getattr_np(pthread_self(), &own) != 0) return;
      void* lowest = nullptr;
      std::size_t size = 0;
      pthread_attr_getstack(&own, &lowest, &size);
      pthread_attr_destroy(&own);
      std::size_t usual_size = 0;
      pthread_getattr_default_np(&usual);
      pthread_attr_getstacksize(&usual, &usual_size);
      pthread_attr_destroy(&usual);
      from = static_cast<char*>(lowest) + usual_size - usual_size / 8;
      to = static_cast<char*>(lowest) + size;
    }
    char* from = nullptr;
    char* to = nullptr;
  };
  static thread_local const range good;
  const auto* const here =
      static_cast<char*>(__builtin_frame_address(0));
  return good.from <= here && here < good.to;
}

// The tasks of an errgroup or a wait_group, on the executor's threads
// and on those of them who wait; and a counter of what is to be waited
// for, tasks and whatever else.
class crew final : private job_queue {
 public:
  using task = job;

  // The executor is there first, and so at the program's end longer
  // than a static group.
  crew() noexcept { executor::make_ready(); }
  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;

  // Adds `n` to the counter. Throws std::logic_error, and changes
  // nothing, if it would be negative or exceed an int.
  void add(int n) {
    happens_before::bookkeeping unseen;
    calls due;
    {
      const executor::lock guard(threads().mutex());
      check_sum(n);
      if (n < 0) state_edge();
      change_count(n, due);
    }
    make(due);
  }

  // At most so many tasks at once from now on; any number if negative.
  // Throws std::logic_error, and changes nothing, while tasks run.
  void set_limit(int limit) {
    happens_before::bookkeeping unseen;
    const executor::lock guard(threads().mutex());
    if (count() > 0) {
      throw std::logic_error("errgroup: limit changed while tasks run");
    }
    if (!places_) places_ = std::make_unique<places>();
    places_->limit = limit;
    seems_limited_.set(limit >= 0);
    places_->made = 0;
    places_->free.clear();
    places_->room.notify_all();
  }

  // Adds one to the counter, makes a Task and sees to it that it is
  // run, soon, by some thread. At the limit it blocks, as an
  // interruption point.
  //
  // Throws boost::thread_resource_error if a thread would have to be
  // started and cannot, and what Task's constructor throws; the crew is
  // then as it was.
  template <class Task, class... Args>
  void start(Args&&... args) {
    if (seems_limited_.get()) {
      start_if<Task>(true, std::forward<Args>(args)...);
      return;
    }
    // Nothing is in the way of the task: the lock is taken but once.
    auto made = new_job<Task>(std::forward<Args>(args)...);
    if (submit_unless_limited(made)) return;
    place own;  // There is a limit by now.
    reserve(own, true);
    submit_in(own, made);
  }

  // The same, but returns false at the limit.
  template <class Task, class... Args>
  bool try_start(Args&&... args) {
    return start_if<Task>(false, std::forward<Args>(args)...);
  }

  // Blocks until the counter is zero, or has been since the call. Runs
  // tasks meanwhile that nobody has started yet.
  void wait() noexcept {
    if (!is_zero()) help_and_await_end();
    happens_before::acquire(&count_);
  }

 private:
  // Under a limit the places are used again, first come first served,
  // as the slots of a channel are: that is where the edge from a task's
  // end to a later start comes from, and why it exists under a limit
  // only.
  struct places {
    int limit = -1;
    int made = 0;
    std::deque<place> free;
    boost::condition_variable_any room;
  };

  static executor& threads() noexcept { return executor::instance(); }

  // Under the lock: whoever brought it there then has nothing more to
  // do with the crew.
  bool is_zero() const noexcept {
    happens_before::bookkeeping unseen;
    if (count() > 0) return false;
    const executor::lock guard(threads().mutex());
    return count() == 0;
  }

  void help_and_await_end() noexcept {
    const boost::this_thread::disable_interruption uninterrupted;
    happens_before::bookkeeping unseen;
    const bool may_help = is_as_good_as_new_thread();
    executor::lock guard(threads().mutex());
    const unsigned long before = zeros_;
    while (!is_over(before)) {
      if (!may_help || !help(guard)) {
        await_end(before, may_help, guard);
      }
    }
  }

  // A task that runs here finds no interruption and no exception that
  // is not its own.
  static bool is_as_good_as_new_thread() noexcept {
    return stack_is_as_good_as_new() &&
           !boost::this_thread::interruption_requested() &&
           std::uncaught_exceptions() == 0 && !std::current_exception();
  }

  template <class Task, class... Args>
  bool start_if(bool may_block, Args&&... args) {
    place own;
    if (!reserve(own, may_block)) return false;
    std::unique_ptr<job> made;
    try {
      made = new_job<Task>(std::forward<Args>(args)...);
    } catch (...) {
      vacate(std::move(own));
      throw;
    }
    submit_in(own, made);
    return true;
  }

  bool reserve(place& own, bool may_block) {
    {
      happens_before::bookkeeping unseen;
      executor::lock guard(threads().mutex());
      while (may_block && !has_room()) places_->room.wait(guard);
      if (!has_room()) return false;
      check_sum(1);
      if (is_limited()) own = take_place();
      count_.store(count() + 1, std::memory_order_relaxed);
    }
    if (own) happens_before::acquire(own.get());
    return true;
  }

  bool is_limited() const noexcept {
    return places_ && places_->limit >= 0;
  }

  bool has_room() const noexcept {
    return !is_limited() || count() < places_->limit;
  }

  place take_place() {
    if (places_->made < places_->limit) {
      place made = std::make_unique<char>();
      ++places_->made;
      return made;
    }
    place used = std::move(places_->free.front());
    places_->free.pop_front();
    return used;
  }

  template <class Task, class... Args>
  static std::unique_ptr<job> new_job(Args&&... args) {
    return std::make_unique<Task>(std::forward<Args>(args)...);
  }

  // False, and does nothing, if there is a limit.
  bool submit_unless_limited(std::unique_ptr<job>& what) {
    happens_before::release(what.get());
    happens_before::bookkeeping unseen;
    calls due;
    {
      const executor::lock guard(threads().mutex());
      if (is_limited()) return false;
      check_sum(1);
      threads().submit(*this, what, due);
      count_.store(count() + 1, std::memory_order_relaxed);
    }
    make(due);
    return true;
  }

  void submit_in(place& own, std::unique_ptr<job>& what) {
    happens_before::release(what.get());
    happens_before::bookkeeping unseen;
    calls due;
    try {
      const executor::lock guard(threads().mutex());
      job& submitted = *what;
      threads().submit(*this, what, due);
      submitted.place_ = std::move(own);
    } catch (...) {
      vacate(std::move(own));
      throw;
    }
    make(due);
  }

  void vacate(place own) noexcept {
    happens_before::bookkeeping unseen;
    calls due;
    {
      const executor::lock guard(threads().mutex());
      finish(std::move(own), due);
    }
    make(due);
  }

  void run(job& started) noexcept override {
    happens_before::seen users_code;
    happens_before::acquire(&started);
    started.run();
    happens_before::release(&count_);
    if (started.place_) happens_before::release(started.place_.get());
  }

  // Ends the program if somebody else has counted the task as done.
  void finish(place left, calls& due) noexcept override {
    check_sum(-1);
    if (left) {
      places_->free.push_back(std::move(left));
      // All, since one may be woken and interrupted at once.
      places_->room.notify_all();
    }
    change_count(-1, due);
  }

  // Only while the counter has not been zero since the caller came: so
  // this is a task that he has to wait for.
  bool help(executor::lock& guard) noexcept {
    std::unique_ptr<job> next = threads().take(*this);
    if (!next) return false;
    guard.unlock();
    place left = executor::run(*this, std::move(next));
    calls due;
    guard.lock();
    finish(std::move(left), due);
    if (due.empty()) return true;
    guard.unlock();
    make(due);
    guard.lock();
    return true;
  }

  bool is_over(unsigned long zeros_before) const noexcept {
    return count() == 0 || zeros_ != zeros_before;
  }

  // Also returns if there is something to start, for who may help.
  void await_end(unsigned long zeros_before, bool may_help,
                 executor::lock& guard) noexcept {
    guard.unlock();
    spin_until(looks_before_blocking, [this] { return count() == 0; });
    guard.lock();
    if (is_over(zeros_before)) return;
    if (may_help && has_unstarted()) return;
    sleeper self;
    waiting_.push_back(self);
    guard.unlock();
    self.sleep();
    guard.lock();
  }

  int count() const noexcept {
    return count_.load(std::memory_order_relaxed);
  }

  void check_sum(int n) const {
    if (n < 0 && count() + n < 0) {
      throw std::logic_error("wait_group: negative counter");
    }
    if (n > INT_MAX - count()) {
      throw std::logic_error("wait_group: counter too large");
    }
  }

  void change_count(int n, calls& due) noexcept {
    const int result = count() + n;
    count_.store(result, std::memory_order_relaxed);
    if (result > 0) return;
    ++zeros_;
    call_waiters(due);
  }

  void call_waiters(calls& due) noexcept override {
    due.splice(due.end(), waiting_);
  }

  // Between the decision and its publication: an add that throws orders
  // nothing.
  void state_edge() noexcept {
    happens_before::seen edge;
    happens_before::release(&count_);
  }

  // Written under the lock.
  std::atomic<int> count_{0};

  // How often the counter has come to zero, so that a wait does not
  // miss it when the group is used again at once.
  unsigned long zeros_ = 0;

  list_of<sleeper> waiting_;
  std::unique_ptr<places> places_;
  hint<bool> seems_limited_;
};

}  // namespace racelab::detail
