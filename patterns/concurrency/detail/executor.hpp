// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/brief_wait.hpp"
#include "concurrency/detail/listed.hpp"
#include "concurrency/detail/logical_thread.hpp"
#include "concurrency/detail/new_thread.hpp"
#include "concurrency/detail/sleeper.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/thread/thread.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include <pthread.h>

namespace racelab::detail {

class executor;

// Something to be run once, and then destroyed.
class job : public listed {
 public:
  job() = default;
  virtual ~job() = default;
  job(const job&) = delete;
  job& operator=(const job&) = delete;

  virtual void run() noexcept = 0;

 private:
  friend class crew;
  friend class executor;
  std::unique_ptr<char> place_;
};

// Jobs that are yet to be started, first come, first started; and what
// is to be done with each. One or more of them make an executor's work.
class job_queue : public listed {
 public:
  // The place that the job had.
  using place = std::unique_ptr<char>;

  // In a logical thread of its own, in a bookkeeping section, under no
  // lock.
  virtual void run(job& started) noexcept = 0;

  // After that, and after the job's destruction, under the executor's
  // lock.
  virtual void finish(place of, calls& due) noexcept = 0;

  // Under that lock. Those who wait for the jobs are to start some,
  // since there is no thread to be had.
  virtual void call_waiters(calls& due) noexcept = 0;

 protected:
  ~job_queue() = default;

  // Under that lock.
  inline bool has_unstarted() const noexcept;

 private:
  friend class executor;
  list_of<job> jobs_;
  executor* of_ = nullptr;  // whose the jobs are
};

// Threads that run jobs, as many as it takes:
//
//   - A job starts whatever the others do. While there is one that has
//     not been started, some thread is looking for it; a looking thread
//     that finds one first calls another to look for the next. So a job
//     that blocks holds up none, and nothing need know that it blocks.
//   - Threads without a job are kept, the first ones to be called being
//     the last to have become idle. Before they sleep, some go on
//     looking for a moment, because to call a sleeping one takes longer
//     than most jobs do.
//   - One that looks leaves to others what these are starting at that
//     very moment: it is for jobs that nobody starts.
//
// The threads that a job blocks are not counted, and so there is no
// most of them; of those that are idle there is, in number and time.
class executor {
 public:
  using lock = boost::unique_lock<brief_mutex>;

  // To be called before anything else. What is made is never destroyed,
  // since a job may be running at the program's end. At its end, and
  // before a library is unloaded, idle threads end. In a child process
  // there are no threads as yet.
  static void make_ready() noexcept {
    static const struct end {
      end() {
        pthread_atfork([] { instance().mutex_.lock(); },
                       [] { instance().mutex_.unlock(); }, begin_anew);
        begin();
      }
      ~end() { instance().end_idle_threads(); }
    } of_the_program;
  }

  static executor& instance() noexcept {
    return *current_.load(std::memory_order_relaxed);
  }

  executor(const executor&) = delete;
  executor& operator=(const executor&) = delete;

  // Guards the queues as well. What follows is called under the lock
  // unless it says otherwise.
  brief_mutex& mutex() noexcept { return mutex_; }

  // Throws boost::thread_resource_error, and has changed nothing, if a
  // thread would have to be started and cannot.
  void submit(job_queue& to, std::unique_ptr<job>& what, calls& due) {
    if (looking_ == 0) call_one(due);
    if (to.of_ != this) adopt(to);
    if (to.jobs_.empty()) ready_.push_back(to);
    to.jobs_.push_back(*what.release());
    ++unstarted_;
    note_change();
  }

  // Null if all have been started.
  std::unique_ptr<job> take(job_queue& from) noexcept {
    if (!has_jobs(from)) return nullptr;
    std::unique_ptr<job> first(&from.jobs_.front());
    from.jobs_.pop_front();
    --unstarted_;
    if (from.jobs_.empty()) from.unlink();
    note_change();
    return first;
  }

  bool has_jobs(const job_queue& of) const noexcept {
    return of.of_ == this && !of.jobs_.empty();
  }

  // Not under the lock.
  static job_queue::place run(job_queue& of,
                              std::unique_ptr<job> what) noexcept {
    run_apart([of = &of, what = what.get()] {
      happens_before::bookkeeping unseen;
      of->run(*what);
    });
    return std::move(what->place_);
  }

  // Not under the lock. Ends the threads that have no job, and returns
  // when they have ended.
  void end_idle_threads() noexcept {
    const boost::this_thread::disable_interruption uninterrupted;
    happens_before::bookkeeping unseen;
    sleeper all_ended;
    calls due;
    lock guard(mutex_);
    ++ending_;
    while (!idle_.empty()) dismiss(idle_.front(), due);
    if (unoccupied_ > 0) {
      enders_.push_back(all_ended);
      guard.unlock();
      make(due);
      all_ended.sleep();
      guard.lock();
    }
    --ending_;
    boost::thread last = std::move(last_ended_);
    guard.unlock();
    if (last.joinable()) last.join();
  }

 private:
  enum class state { looking, idle, dismissed };

  struct worker : sleeper {
    boost::thread thread;
    state now = state::looking;
    calls due;
  };

  executor() = default;

  static void begin() {
    current_.store(new executor, std::memory_order_relaxed);
  }

  static void begin_anew() {
    instance().mutex_.unlock();
    begin();
  }

  // What a parent process has not started, a child does not start.
  void adopt(job_queue& from) noexcept {
    if (!from.jobs_.empty()) {
      from.unlink();
      from.jobs_.clear();
    }
    from.of_ = this;
  }

  // A value that is seen twice, and odd: there is work, and nobody has
  // taken any in between.
  void note_change() noexcept {
    changes_ += 2;
    activity_.store(changes_ + (ready_.empty() ? 0 : 1),
                    std::memory_order_relaxed);
  }

  void call_one(calls& due) {
    if (idle_.empty()) {
      spawn();
    } else {
      worker& called = idle_.front();
      wake(called, state::looking, due);
    }
    ++looking_;
  }

  void dismiss(worker& idle, calls& due) noexcept {
    wake(idle, state::dismissed, due);
  }

  void wake(worker& idle, state next, calls& due) noexcept {
    idle.unlink();
    --idle_count_;
    idle.now = next;
    due.push_back(idle);
  }

  // The thread locks first of all, and so has its handle before it can
  // end.
  void spawn() {
    auto made = std::make_unique<worker>();
    made->thread = new_thread([this, own = made.get()] {
      work(std::unique_ptr<worker>(own));
    });
    made.release();
    ++unoccupied_;
  }

  void work(std::unique_ptr<worker> self) noexcept {
    happens_before::bookkeeping unseen;
    boost::thread previous;
    {
      lock guard(mutex_);
      do {
        look(*self, guard);
      } while (run_all(*self, guard) ? look_again(*self, guard)
                                     : idle(*self, guard));
      previous = std::exchange(last_ended_, std::move(self->thread));
      occupy(self->due);
    }
    make(self->due);
    if (previous.joinable()) previous.join();
  }

  // Blocks, without the lock, until there is something to do or has
  // not been for a while.
  void look(worker& self, lock& guard) noexcept {
    guard.unlock();
    make(self.due);
    std::uint32_t before = 0;
    spin_until(looks, [&] {
      const std::uint32_t now =
          activity_.load(std::memory_order_relaxed);
      return now % 2 == 1 && now == std::exchange(before, now);
    });
    guard.lock();
    --looking_;
  }

  void run_next(worker& self, lock& guard, bool stalled) noexcept {
    job_queue& from = ready_.front();
    ready_.splice(ready_.end(), ready_, ready_.begin());
    std::unique_ptr<job> next = take(from);
    if (stalled)
      call_for_the_rest(self.due);
    else if (unstarted_ > 0 && looking_ == 0)
      call_for_the_rest(self.due);
    occupy(self.due);
    guard.unlock();
    make(self.due);
    job_queue::place left = run(from, std::move(next));
    guard.lock();
    ++unoccupied_;
    from.finish(std::move(left), self.due);
  }

  // Two for one, so that many jobs that block are all started soon. If
  // no thread can be had, the rest is left to those there are, and to
  // those who wait.
  void call_for_the_rest(calls& due) noexcept {
    try {
      if (unstarted_ > looking_) call_one(due);
      if (unstarted_ > looking_) call_one(due);
    } catch (const boost::thread_resource_error&) {
      for (job_queue& each : ready_) each.call_waiters(due);
    }
  }

  // One that has a job, or ends, is not waited for by those who want
  // all the others to end.
  void occupy(calls& due) noexcept {
    if (--unoccupied_ == 0) due.splice(due.end(), enders_);
  }

  // False if there was none.
  bool run_all(worker& self, lock& guard) noexcept {
    const bool found = !ready_.empty();
    for (bool stalled = true; !ready_.empty(); stalled = false) {
      run_next(self, guard, stalled);
    }
    return found;
  }

  // As idle does, but without sleep if few others are looking. First it
  // gives way to those who may be ready to go on now that the jobs have
  // ended, on this very processor: nobody who is not on one is looking.
  // What has come meanwhile it does not leave to one who has to wake.
  bool look_again(worker& self, lock& guard) noexcept {
    if (looking_ >= most_looking) return idle(self, guard);
    guard.unlock();
    make(self.due);
    give_way();
    guard.lock();
    if (looking_ >= most_looking && ready_.empty()) {
      return idle(self, guard);
    }
    ++looking_;
    return true;
  }

  // Blocks, without the lock, until called to look again; false if the
  // thread is to end.
  bool idle(worker& self, lock& guard) noexcept {
    if (ending_ > 0 || idle_count_ == most_idle) return false;
    self.now = state::idle;
    idle_.push_front(self);
    ++idle_count_;
    guard.unlock();
    make(self.due);
    const bool called = self.sleep_for(longest_idle);
    guard.lock();
    if (self.now == state::idle) {
      self.unlink();
      --idle_count_;
      return false;
    }
    if (!called) await_call(self, guard);
    return self.now == state::looking;
  }

  static void await_call(worker& self, lock& guard) noexcept {
    guard.unlock();
    self.sleep();
    guard.lock();
  }

  static inline std::atomic<executor*> current_{nullptr};

  static constexpr int most_looking = 1;
  static constexpr std::size_t most_idle = 1024;
  static constexpr std::chrono::seconds longest_idle{1};

  // Some 50 microseconds.
  static constexpr int looks = 100;

  brief_mutex mutex_;
  list_of<job_queue> ready_;
  std::uint32_t changes_ = 0;
  int unstarted_ = 0;
  int looking_ = 0;
  list_of<worker> idle_;
  std::size_t idle_count_ = 0;

  // All but those who run a job.
  int unoccupied_ = 0;
  int ending_ = 0;
  list_of<sleeper> enders_;

  // Each thread that ends leaves its handle here and joins the one that
  // it finds: whoever joins the last has joined them all.
  boost::thread last_ended_;

  // On a cache line of its own: to look at it must not take from the
  // others the one with the lock.
  alignas(64) std::atomic<std::uint32_t> activity_{0};
};

inline bool job_queue::has_unstarted() const noexcept {
  return executor::instance().has_jobs(*this);
}

}  // namespace racelab::detail
