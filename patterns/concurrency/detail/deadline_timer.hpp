// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/monotonic_wait.hpp"
#include "concurrency/detail/new_thread.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/thread/thread.hpp>

#include <map>

#include <pthread.h>

namespace racelab::detail {

// Whatever can be waiting for a deadline to be pushed to it.
class deadline_listener {
 public:
  // Keeps the listener alive for expire(); false if it is already on
  // its way out.
  virtual bool try_retain() noexcept = 0;
  virtual void release() noexcept = 0;

  // Called once, on the timer's thread, at the deadline, in one section
  // of its bookkeeping.
  virtual void expire() noexcept = 0;

 protected:
  ~deadline_listener() = default;

 private:
  friend class deadline_timer;
  std::multimap<monotonic_time, deadline_listener*>::iterator position_;
  bool armed_ = false;
};

// The one thread that pushes deadlines to those who cannot look at the
// clock themselves. It exists only while some listener is armed: the
// first one starts it, and it ends when the last one is gone.
//
// Before it pushes a deadline it leaves the rest to a thread that it
// starts as its successor: two listeners have nothing to do with each
// other. One thread would order them, and one that blocks in a callback
// would hold up the other. It is detached, not joined: it may be in the
// middle of a callback that waits for the very thread that disarms the
// last listener. For that reason too the timer itself is never
// destroyed. In a child process there is no thread as yet.
class deadline_timer {
 public:
  static deadline_timer& instance() {
    static deadline_timer& timer = *new deadline_timer;
    [[maybe_unused]] static const int prepared_for_fork =
        pthread_atfork([] { instance().mutex_.lock(); },
                       [] { instance().mutex_.unlock(); },
                       [] { instance().begin_anew(); });
    return timer;
  }

  // Throws boost::thread_resource_error if the thread cannot start;
  // the listener is not armed then. No effect if it is armed already.
  void arm(deadline_listener& listener, monotonic_time deadline) {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    if (listener.armed_) return;
    start_thread();
    listener.position_ = queue_.emplace(deadline, &listener);
    listener.armed_ = true;
    if (listener.position_ == queue_.begin()) changed_.notify_one();
  }

  // Once it has returned, the listener will not be retained any more.
  void disarm(deadline_listener& listener) noexcept {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    if (!listener.armed_) return;
    listener.armed_ = false;
    queue_.erase(listener.position_);
    if (queue_.empty()) changed_.notify_one();
  }

 private:
  void start_thread() {
    if (running_) return;
    new_thread([this] { run(); }).detach();
    running_ = true;
  }

  void begin_anew() noexcept {
    running_ = false;
    mutex_.unlock();
  }

  void run() {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    do {
      await_deadline(lock);
    } while (!(queue_.empty() ? handed_over() : expire_first(lock)));
  }

  void await_deadline(boost::unique_lock<boost::mutex>& lock) {
    while (!queue_.empty() &&
           monotonic_clock::now() < queue_.begin()->first) {
      wait_until(changed_, lock, queue_.begin()->first);
    }
  }

  // False if there is still work and no other thread to be had for it.
  bool handed_over() {
    running_ = false;
    try {
      if (!queue_.empty()) start_thread();
      return true;
    } catch (const boost::thread_resource_error&) {
      running_ = true;
      return false;
    }
  }

  // True, without the lock, if the rest is handed over.
  bool expire_first(boost::unique_lock<boost::mutex>& lock) {
    deadline_listener& listener = *queue_.begin()->second;
    queue_.erase(queue_.begin());
    listener.armed_ = false;
    if (!listener.try_retain()) return false;
    const bool over = handed_over();
    lock.unlock();
    listener.expire();
    listener.release();
    if (!over) lock.lock();
    return over;
  }

  boost::mutex mutex_;
  boost::condition_variable changed_;
  std::multimap<monotonic_time, deadline_listener*> queue_;
  bool running_ = false;
};

}  // namespace racelab::detail
