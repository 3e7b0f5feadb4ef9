// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/new_thread.hpp"
#include "concurrency/detail/thread_task.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <climits>
#include <memory>
#include <stdexcept>
#include <utility>

namespace racelab::detail {

// The counter of a wait_group, and its functions, each on a thread of
// its own, for the reason that task_threads gives.
class counted_threads {
 public:
  using task = thread_task;

  counted_threads() = default;
  counted_threads(const counted_threads&) = delete;
  counted_threads& operator=(const counted_threads&) = delete;

  // Adds `n` to the counter. Throws std::logic_error, and changes
  // nothing, if it would be negative or exceed an int.
  void add(int n) {
    happens_before::bookkeeping unseen;
    const lock guard(mutex_);
    count(n);
  }

  // Makes a Task outside the lock, since that is the user's code, adds
  // one, and runs it.
  //
  // Throws boost::thread_resource_error if no thread can be started,
  // and what Task's constructor throws; all is then as it was.
  template <class Task, class... Args>
  void start(Args&&... args) {
    std::unique_ptr<task> made =
        std::make_unique<Task>(std::forward<Args>(args)...);
    spawn(made);
  }

  // Blocks until the counter is zero, or has been since the call, and
  // every thread that was done by then has ended.
  void wait() noexcept {
    const boost::this_thread::disable_interruption uninterrupted;
    boost::thread last = await_zero();
    if (last.joinable()) {
      last.join();
      joined();
    }
    happens_before::acquire(&count_);
  }

 private:
  using lock = boost::unique_lock<boost::mutex>;

  int sum(int n) const {
    if (n < 0 && count_ + n < 0) {
      throw std::logic_error("wait_group: negative counter");
    }
    if (n > INT_MAX - count_) {
      throw std::logic_error("wait_group: counter too large");
    }
    return count_ + n;
  }

  // The edge is stated between the decision and its publication: a done
  // that throws orders nothing.
  void count(int n) {
    const int result = sum(n);
    if (n < 0) {
      happens_before::seen edge;
      happens_before::release(&count_);
    }
    count_ = result;
    if (count_ > 0) return;
    ++zeros_;
    changed_.notify_all();
  }

  // Under the lock, so that the thread has its handle before it is
  // done. The thread is made unseen, and the edge to it stated, because
  // whoever will join it may be ordered with its function by nothing at
  // all.
  void spawn(std::unique_ptr<task>& function) {
    happens_before::release(function.get());
    happens_before::bookkeeping unseen;
    const lock guard(mutex_);
    const int result = sum(1);
    auto own = std::make_unique<boost::thread>();
    *own = new_thread([this, own = own.get(), f = function.get()] {
      run(std::unique_ptr<boost::thread>(own),
          std::unique_ptr<task>(f));
    });
    count_ = result;
    own.release();
    function.release();
  }

  void run(std::unique_ptr<boost::thread> own,
           std::unique_ptr<task> function) noexcept {
    happens_before::acquire(function.get());
    function->run();
    function.reset();
    finish(*own);
  }

  void finish(boost::thread& own) noexcept {
    boost::thread previous;
    {
      happens_before::bookkeeping unseen;
      const lock guard(mutex_);
      previous = std::move(last_finished_);
      last_finished_ = std::move(own);
      count(-1);
    }
    if (previous.joinable()) previous.join();
  }

  // Blocks until the counter is or has been zero, and nobody else is
  // joining the last thread.
  boost::thread await_zero() noexcept {
    happens_before::bookkeeping unseen;
    lock guard(mutex_);
    const unsigned long before = zeros_;
    while ((count_ > 0 && zeros_ == before) || joining_) {
      changed_.wait(guard);
    }
    joining_ = last_finished_.joinable();
    return std::move(last_finished_);
  }

  void joined() noexcept {
    happens_before::bookkeeping unseen;
    const lock guard(mutex_);
    joining_ = false;
    changed_.notify_all();
  }

  boost::mutex mutex_;
  boost::condition_variable changed_;
  int count_ = 0;

  // How often the counter has come to zero, so that a wait does not
  // miss it when the group is used again at once.
  unsigned long zeros_ = 0;

  // Each thread leaves its handle here at its end and joins the one
  // that it finds: whoever joins the last has joined them all, and no
  // more than one ended thread is ever left over.
  boost::thread last_finished_;
  bool joining_ = false;
};

}  // namespace racelab::detail
