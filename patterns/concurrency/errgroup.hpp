// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Tasks that belong together: started at once, waited for together, and
// stopped together by the first error. Go's golang.org/x/sync/errgroup,
// with exceptions for errors.
//
//   - The first task, in time, that ends by an exception decides the
//     group's error and cancels the group's context with that exception
//     as the cause. Later exceptions are dropped.
//   - wait blocks until every task has returned and its thread has
//     ended. A group that is destroyed without it cancels its context
//     and waits: a task may refer to what was declared before its
//     group, and never outlives it.
//   - All members but the constructor and the destructor may be called
//     by any thread at any time, tasks of the group included; only wait
//     must not be called by a task of the group, which would wait for
//     itself.
//   - What precedes go happens before the task; the task's end happens
//     before wait returns; with a limit, it also happens before the go
//     that takes the place it freed. Nothing else here orders two
//     threads: tasks are not ordered among themselves.
//
//   auto group = errgroup::with_context(ctx);
//   group.go([&] { order = shop.get_order(group.context(), id); });
//   group.go([&] { offer = shop.get_offer(group.context(), id); });
//   group.wait();
//
// Why not otherwise: a task does not run in the thread that waits, nor
// on one that ran another task, since either would order what the
// contract leaves unordered. A task's error is not handed out as a
// future, since a future dropped is an error dropped.

#include "concurrency/context.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace racelab {

class errgroup {
 public:
  // A group without a context: no task's error cancels anything.
  errgroup() = default;

  // A group whose context is derived from `parent`. It is canceled by
  // the first error, by the parent, or when wait returns.
  [[nodiscard]] static errgroup with_context(
      const racelab::context& parent) {
    return errgroup(parent);
  }

  errgroup(const errgroup&) = delete;
  errgroup& operator=(const errgroup&) = delete;

  // Cancels the context and blocks until every task has returned. The
  // error, if nobody has waited for it, is dropped.
  ~errgroup();

  // The group's own context, for its tasks; background() if the group
  // was made without one.
  const racelab::context& context() const noexcept { return context_; }

  // Calls `function` in a thread of its own. Blocks while the limit is
  // reached (an interruption point of Boost.Thread), else not. Whether
  // the context is canceled makes no difference: the task is to see.
  //
  // `function` is any callable without arguments, also a move-only one;
  // what it returns is ignored. It is destroyed in its thread, when it
  // has returned. A task ends by returning or throwing: one that calls
  // pthread_exit ends the program.
  //
  // Throws boost::thread_resource_error if no thread can be started;
  // the group is then as it was.
  template <class F>
  void go(F&& function);

  // The same, but if the limit is reached it returns false at once and
  // starts nothing.
  template <class F>
  [[nodiscard]] bool try_go(F&& function);

  // At most `limit` tasks at once from now on: none at all for 0, any
  // number for a negative limit, as in a new group.
  //
  // Throws std::logic_error, and changes nothing, while tasks run.
  void set_limit(int limit);

  // Blocks until all tasks have returned, cancels the context, and
  // throws the group's error if there is one. A second wait gives the
  // same. Tasks may be started again afterwards, in a context that is
  // canceled. Not an interruption point.
  void wait();

 private:
  // A place in the group, and the thread that has it. Under a limit the
  // places are used again, first come first served, as the slots of a
  // channel are: that is where the edge from a task's end to a later go
  // comes from, and why it exists under a limit only.
  struct place {
    boost::thread thread;
  };

  class task {
   public:
    virtual ~task() = default;
    virtual void call() = 0;
    virtual void discard() noexcept = 0;
  };

  template <class F>
  class task_of;

  using lock = boost::unique_lock<boost::mutex>;

  explicit errgroup(const racelab::context& parent)
      : errgroup(with_cancel_cause(parent)) {}

  explicit errgroup(const cancellable_with_cause& derived)
      : context_(derived.ctx), cancel_(derived.cancel) {}

  template <class F>
  void start(std::unique_ptr<place> reserved, F&& function);

  std::unique_ptr<place> reserve(bool may_block);
  bool has_room() const { return limit_ < 0 || running_ < limit_; }
  std::unique_ptr<place> take_place();
  void spawn(std::unique_ptr<place>& reserved,
             std::unique_ptr<task>& started);
  void run(std::unique_ptr<place> own,
           std::unique_ptr<task> started) noexcept;
  void finish(std::unique_ptr<place> own) noexcept;
  void vacate(std::unique_ptr<place> own) noexcept;
  void vacate_locked(std::unique_ptr<place> own) noexcept;

  void fail(const std::exception_ptr& error) noexcept;
  bool is_first(const std::exception_ptr& error) noexcept;
  std::exception_ptr error() noexcept;
  void cancel(const std::exception_ptr& cause) noexcept;

  void join_all() noexcept;
  boost::thread await_last_finished();
  void joined() noexcept;

  racelab::context context_ = racelab::context::background();
  std::optional<cancel_cause_function> cancel_;

  boost::mutex mutex_;
  boost::condition_variable room_;
  boost::condition_variable idle_;
  int limit_ = -1;
  int running_ = 0;
  int places_made_ = 0;
  std::deque<std::unique_ptr<place>> free_places_;
  std::exception_ptr error_;

  // Each task that ends leaves its thread here and joins the one that
  // it finds: whoever joins the last has joined them all, and no more
  // than one ended thread is ever left over.
  boost::thread last_finished_;
  bool joining_ = false;
};

// --------------------------------------------------------------------

template <class F>
class errgroup::task_of final : public task {
 public:
  explicit task_of(F&& function) : function_(std::move(function)) {}
  explicit task_of(const F& function) : function_(function) {}

  void call() override { (*function_)(); }
  void discard() noexcept override { function_.reset(); }

 private:
  std::optional<F> function_;
};

inline errgroup::~errgroup() {
  cancel(nullptr);
  join_all();
}

template <class F>
void errgroup::go(F&& function) {
  start(reserve(true), std::forward<F>(function));
}

template <class F>
bool errgroup::try_go(F&& function) {
  std::unique_ptr<place> reserved = reserve(false);
  if (!reserved) return false;
  start(std::move(reserved), std::forward<F>(function));
  return true;
}

inline void errgroup::set_limit(int limit) {
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

inline void errgroup::wait() {
  join_all();
  const std::exception_ptr first = error();
  cancel(first);
  if (first) std::rethrow_exception(first);
}

// The task is copied or moved only once it is sure to start, outside
// the lock, because that is the user's code.
template <class F>
void errgroup::start(std::unique_ptr<place> reserved, F&& function) {
  using wrapped = task_of<std::decay_t<F>>;
  try {
    std::unique_ptr<task> started(
        new wrapped(std::forward<F>(function)));
    spawn(reserved, started);
  } catch (...) {
    vacate(std::move(reserved));
    throw;
  }
}

inline std::unique_ptr<errgroup::place> errgroup::reserve(
    bool may_block) {
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

inline std::unique_ptr<errgroup::place> errgroup::take_place() {
  if (limit_ < 0 || places_made_ < limit_) {
    auto made = std::make_unique<place>();
    if (limit_ >= 0) ++places_made_;
    return made;
  }
  std::unique_ptr<place> used = std::move(free_places_.front());
  free_places_.pop_front();
  return used;
}

// Under the lock, so that the thread has its handle before it ends. The
// thread is made unseen, and the edge to it stated, because whoever
// will join it may be ordered with its task by nothing at all.
inline void errgroup::spawn(std::unique_ptr<place>& reserved,
                            std::unique_ptr<task>& started) {
  happens_before::release(started.get());
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  reserved->thread = boost::thread([this, own = reserved.get(),
                                    function = started.get()] {
    run(std::unique_ptr<place>(own), std::unique_ptr<task>(function));
  });
  reserved.release();
  started.release();
}

inline void errgroup::run(std::unique_ptr<place> own,
                          std::unique_ptr<task> started) noexcept {
  happens_before::acquire(started.get());
  try {
    started->call();
  } catch (...) {
    fail(std::current_exception());
  }
  started->discard();
  finish(std::move(own));
}

inline void errgroup::finish(std::unique_ptr<place> own) noexcept {
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

inline void errgroup::vacate(std::unique_ptr<place> own) noexcept {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  vacate_locked(std::move(own));
}

inline void errgroup::vacate_locked(
    std::unique_ptr<place> own) noexcept {
  if (limit_ >= 0) free_places_.push_back(std::move(own));
  --running_;
  room_.notify_one();
  if (running_ == 0) idle_.notify_all();
}

inline void errgroup::fail(const std::exception_ptr& error) noexcept {
  if (is_first(error)) cancel(error);
}

inline bool errgroup::is_first(
    const std::exception_ptr& error) noexcept {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  if (error_) return false;
  error_ = error;
  return true;
}

inline std::exception_ptr errgroup::error() noexcept {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  return error_;
}

inline void errgroup::cancel(const std::exception_ptr& cause) noexcept {
  if (cancel_) (*cancel_)(cause);
}

inline void errgroup::join_all() noexcept {
  const boost::this_thread::disable_interruption uninterrupted;
  for (boost::thread last = await_last_finished(); last.joinable();
       last = await_last_finished()) {
    last.join();
    joined();
  }
  happens_before::acquire(&last_finished_);
}

// Blocks until no task runs and nobody else is joining the last one.
inline boost::thread errgroup::await_last_finished() {
  happens_before::bookkeeping unseen;
  lock guard(mutex_);
  while (running_ > 0 || joining_) idle_.wait(guard);
  joining_ = last_finished_.joinable();
  return std::move(last_finished_);
}

inline void errgroup::joined() noexcept {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  joining_ = false;
  idle_.notify_all();
}

}  // namespace racelab
