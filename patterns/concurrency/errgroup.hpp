// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Tasks that belong together: started at once, waited for together, and
// stopped together by the first error. Go's golang.org/x/sync/errgroup,
// with exceptions for errors.
//
//   - The first task, in time, that ends by an exception decides the
//     group's error and cancels the group's context with that exception
//     as the cause. Later exceptions are dropped.
//   - wait blocks until every task has returned and been destroyed. A
//     group that is destroyed without it cancels its context and waits:
//     a task may refer to what was declared before its group, and never
//     outlives it.
//   - A task starts soon, whatever the other tasks and whoever called
//     go do: compute, block, or wait for one another. It runs on a
//     thread that is used again later, or in a wait for its group that
//     finds it not yet started.
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
// Such a thread is as good as a new one. Nearly all of its stack is
// free, no exception is under way in it, and no interruption of
// Boost.Thread that was meant for another task or for the waiting
// thread is acted upon. What a task sets in its thread and leaves
// there, others may find: a thread_local object lives until the thread
// ends, later than wait returns, and a wait may show a task those of
// its caller; so do the signal mask, the floating-point environment and
// the thread's name. A recursive mutex that its caller holds during a
// wait does not stop the task.
//
// Threads that have nothing to do end after a second, and at the
// program's end before what was constructed earlier is destroyed; of
// more than 1024 each ends at once. After a fork the child starts with
// none, and tasks of the parent never end there. A library with groups
// in it may be unloaded when they are gone.
//
// Why not otherwise: the tasks do not share a fixed number of threads,
// since those that block would keep the others from starting, for ever
// if these are what they wait for. A wait starts no tasks of other
// groups, since they may take long. A task's error is not handed out as
// a future, since a future dropped is an error dropped.
//
// Under ThreadSanitizer each task has a new thread, so that no race is
// hidden (detail/tasks.hpp).

#include "concurrency/context.hpp"
#include "concurrency/detail/tasks.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/thread/mutex.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace racelab {

class RACELAB_TASKS_ABI errgroup {
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

  // Calls `function` in another thread, or in a wait. Blocks while the
  // limit is reached (an interruption point of Boost.Thread), else not.
  // Whether the context is canceled makes no difference: the task is to
  // see.
  //
  // `function` is any callable without arguments, also a move-only one;
  // what it returns is ignored. It is destroyed where it was called,
  // when it has returned. A task ends by returning or throwing: one
  // that calls pthread_exit ends the program.
  //
  // Throws boost::thread_resource_error if it takes a new thread and
  // none can be started; the group is then as it was. (If one is
  // refused when it is wanted for a task that was accepted earlier,
  // that task starts when another has returned, or in a wait.)
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
  template <class F>
  class task_of;

  explicit errgroup(const racelab::context& parent)
      : errgroup(with_cancel_cause(parent)) {}

  explicit errgroup(const cancellable_with_cause& derived)
      : context_(derived.ctx), cancel_(derived.cancel) {}

  void fail(const std::exception_ptr& error) noexcept;
  bool is_first(const std::exception_ptr& error) noexcept;
  std::exception_ptr error() noexcept;
  void cancel(const std::exception_ptr& cause) noexcept;

  racelab::context context_ = racelab::context::background();
  std::optional<cancel_cause_function> cancel_;

  detail::limited_tasks tasks_;

  boost::mutex mutex_;
  std::exception_ptr error_;
};

// --------------------------------------------------------------------

template <class F>
class errgroup::task_of final : public detail::limited_tasks::task {
 public:
  template <class G>
  task_of(errgroup& owner, G&& function)
      : group_(owner), function_(std::forward<G>(function)) {}

  void run() noexcept override {
    try {
      (*function_)();
    } catch (...) {
      group_.fail(std::current_exception());
    }
    function_.reset();
  }

 private:
  errgroup& group_;
  std::optional<F> function_;
};

inline errgroup::~errgroup() {
  cancel(nullptr);
  tasks_.wait();
}

template <class F>
void errgroup::go(F&& function) {
  using task = task_of<std::decay_t<F>>;
  tasks_.start<task>(*this, std::forward<F>(function));
}

template <class F>
bool errgroup::try_go(F&& function) {
  using task = task_of<std::decay_t<F>>;
  return tasks_.try_start<task>(*this, std::forward<F>(function));
}

inline void errgroup::set_limit(int limit) { tasks_.set_limit(limit); }

inline void errgroup::wait() {
  tasks_.wait();
  const std::exception_ptr first = error();
  cancel(first);
  if (first) std::rethrow_exception(first);
}

inline void errgroup::fail(const std::exception_ptr& error) noexcept {
  if (is_first(error)) cancel(error);
}

inline bool errgroup::is_first(
    const std::exception_ptr& error) noexcept {
  happens_before::bookkeeping unseen;
  const boost::unique_lock<boost::mutex> guard(mutex_);
  if (error_) return false;
  error_ = error;
  return true;
}

inline std::exception_ptr errgroup::error() noexcept {
  happens_before::bookkeeping unseen;
  const boost::unique_lock<boost::mutex> guard(mutex_);
  return error_;
}

inline void errgroup::cancel(const std::exception_ptr& cause) noexcept {
  if (cancel_) (*cancel_)(cause);
}

}  // namespace racelab
