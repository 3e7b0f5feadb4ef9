// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/new_thread.hpp"
#include "concurrency/detail/thread_task.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <deque>
#include <memory>
#include <stdexcept>
#include <utility>

namespace racelab::detail {

// The tasks of an errgroup, each on a thread of its own. A task does
// not run in the thread that waits, nor on one that ran another task,
// since for the sanitizer either would order what the contract leaves
// unordered.
class task_threads {
 public:
  using task = thread_task;

  task_threads() = default;
  task_threads(const task_threads&) = delete;
  task_threads& operator=(const task_threads&) = delete;

  // Makes a Task and runs it. At the limit it blocks, as an
  // interruption point.
  //
  // Throws boost::thread_resource_error if no thread can be started,
  // and what Task's constructor throws; all is then as it was.
  template <class Task, class... Args>
  void start(Args&&... args) {
    start_if<Task>(true, std::forward<Args>(args)...);
  }

  // The same, but returns false at the limit.
  template <class Task, class... Args>
  bool try_start(Args&&... args) {
    return start_if<Task>(false, std::forward<Args>(args)...);
  }

  // At most so many at once from now on; any number if negative.
  // Throws std::logic_error, and changes nothing, while tasks run.
  void set_limit(int limit) {
    happens_before::bookkeeping unseen;
    const lock guard(mutex_);
    if (running_ > 0) {
      throw std::logic_error("errgroup: limit changed while tasks run");
    }
    limit_ = limit;
    free_places_.clear();
    places_made_ = 0;
    room_.notify_all();
  }

  // Blocks until all tasks have returned and their threads have ended.
  void wait() noexcept {
    const boost::this_thread::disable_interruption uninterrupted;
    for (boost::thread last = await_last_finished(); last.joinable();
         last = await_last_finished()) {
      last.join();
      joined();
    }
    happens_before::acquire(&last_finished_);
  }

 private:
  // A place in the group, and the thread that has it. Under a limit the
  // places are used again, first come first served, as the slots of a
  // channel are: that is where the edge from a task's end to a later
  // start comes from, and why it exists under a limit only.
  struct place {
    boost::thread thread;
  };

  using lock = boost::unique_lock<boost::mutex>;

  template <class Task, class... Args>
  bool start_if(bool may_block, Args&&... args) {
    std::unique_ptr<place> reserved = reserve(may_block);
    if (!reserved) return false;
    try {
      std::unique_ptr<task> started(
          new Task(std::forward<Args>(args)...));
      spawn(reserved, started);
    } catch (...) {
      vacate(std::move(reserved));
      throw;
    }
    return true;
  }

  std::unique_ptr<place> reserve(bool may_block) {
    std::unique_ptr<place> reserved;
    {
      happens_before::bookkeeping unseen;
      lock guard(mutex_);
      while (may_block && !has_room()) room_.wait(guard);
      if (!has_room()) return nullptr;
      reserved = take_place();
      ++running_;
    }
    happens_before::acquire(reserved.get());
    return reserved;
  }

  bool has_room() const { return limit_ < 0 || running_ < limit_; }

  std::unique_ptr<place> take_place() {
    if (limit_ < 0 || places_made_ < limit_) {
      auto made = std::make_unique<place>();
      if (limit_ >= 0) ++places_made_;
      return made;
    }
    std::unique_ptr<place> used = std::move(free_places_.front());
    free_places_.pop_front();
    return used;
  }

  // Under the lock, so that the thread has its handle before it ends.
  // The thread is made unseen, and the edge to it stated, because
  // whoever will join it may be ordered with its task by nothing at
  // all.
  void spawn(std::unique_ptr<place>& reserved,
             std::unique_ptr<task>& started) {
    happens_before::release(started.get());
    happens_before::bookkeeping unseen;
    const lock guard(mutex_);
    reserved->thread = new_thread([this, own = reserved.get(),
                                   function = started.get()] {
      run(std::unique_ptr<place>(own), std::unique_ptr<task>(function));
    });
    reserved.release();
    started.release();
  }

  void run(std::unique_ptr<place> own,
           std::unique_ptr<task> started) noexcept {
    happens_before::acquire(started.get());
    started->run();
    finish(std::move(own));
  }

  void finish(std::unique_ptr<place> own) noexcept {
    happens_before::release(&last_finished_);
    happens_before::release(own.get());
    boost::thread previous;
    {
      happens_before::bookkeeping unseen;
      const lock guard(mutex_);
      previous = std::move(last_finished_);
      last_finished_ = std::move(own->thread);
      vacate_locked(std::move(own));
    }
    if (previous.joinable()) previous.join();
  }

  void vacate(std::unique_ptr<place> own) noexcept {
    happens_before::bookkeeping unseen;
    const lock guard(mutex_);
    vacate_locked(std::move(own));
  }

  void vacate_locked(std::unique_ptr<place> own) noexcept {
    if (limit_ >= 0) free_places_.push_back(std::move(own));
    --running_;
    // All, since one may be woken and interrupted at once.
    room_.notify_all();
    if (running_ == 0) idle_.notify_all();
  }

  // Blocks until no task runs and nobody else is joining the last one.
  boost::thread await_last_finished() {
    happens_before::bookkeeping unseen;
    lock guard(mutex_);
    while (running_ > 0 || joining_) idle_.wait(guard);
    joining_ = last_finished_.joinable();
    return std::move(last_finished_);
  }

  void joined() noexcept {
    happens_before::bookkeeping unseen;
    const lock guard(mutex_);
    joining_ = false;
    idle_.notify_all();
  }

  boost::mutex mutex_;
  boost::condition_variable room_;
  boost::condition_variable idle_;
  int limit_ = -1;
  int running_ = 0;
  int places_made_ = 0;
  std::deque<std::unique_ptr<place>> free_places_;

  // Each task that ends leaves its thread here and joins the one that
  // it finds: whoever joins the last has joined them all, and no more
  // than one ended thread is ever left over.
  boost::thread last_finished_;
  bool joining_ = false;
};

}  // namespace racelab::detail
