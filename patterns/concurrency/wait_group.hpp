// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A counter of what is still to be done, and a wait for it to be zero:
// Go's sync.WaitGroup, with its method Go.
//
//   - add raises the counter, done lowers it, wait blocks until it is
//     zero. A counter that would become negative is an error.
//   - go does all three things that are easily forgotten: it adds one,
//     has a function called, and is done when that has returned and
//     been destroyed.
//   - A function starts soon, whatever the other functions and whoever
//     called go do: compute, block, or wait for one another. It runs on
//     a thread that is used again later, or in a wait for its group
//     that finds it not yet started. What errgroup.hpp says of its
//     threads holds here too.
//   - All members but the destructor may be called by any thread at any
//     time; only wait must not be called by a function that go started,
//     which would wait for itself. A wait that comes before the add
//     does not wait for it: add before the thread starts, not in it.
//   - The group may be used again after a wait, also while others are
//     still returning from theirs.
//   - What precedes a done happens before what follows every wait that
//     returns after it. What precedes go happens before its function,
//     whose end is a done. Nothing else here orders two threads:
//     neither add and done, nor two who call done, nor two who wait,
//     nor a function that has ended and a later go.
//
//   wait_group group;
//   for (const item& each : items) {
//     group.go([&] { process(ctx, each); });
//   }
//   group.wait();
//   ctx.throw_if_done();
//
// With threads from elsewhere:
//
//   group.add(1);
//   pool.post([&] {
//     const wait_group::done_guard done(group);
//     process(ctx, each);
//   });
//
// A group knows no errors and no limit, and cancels nothing: that is an
// errgroup.

#include "concurrency/detail/tasks.hpp"

#include <optional>
#include <type_traits>
#include <utility>

namespace racelab {

class RACELAB_TASKS_ABI wait_group {
 public:
  class done_guard;

  wait_group() = default;
  wait_group(const wait_group&) = delete;
  wait_group& operator=(const wait_group&) = delete;

  // Waits. Whoever has still to call done would else call it on a group
  // that is no more; so a done that never comes makes the destructor
  // hang, as it does wait, rather than corrupt memory.
  ~wait_group() { wait(); }

  // Adds `n`, which may be negative, to the counter. If that is then
  // zero, all who wait return. Blocks for nothing.
  //
  // Throws std::logic_error, and changes nothing, if the counter would
  // be negative or exceed an int.
  void add(int n);

  // The same as add(-1). The group may be destroyed as soon as all have
  // returned from the waits that this ends.
  void done() { add(-1); }

  // Adds one, calls `function` in another thread, or in a wait, and is
  // done when it has returned. Does not block.
  //
  // `function` is any callable without arguments, also a move-only one;
  // what it returns is ignored. It is destroyed where it was called,
  // when it has returned. One that throws, or calls pthread_exit, ends
  // the program, as an exception that nobody catches does in any thread
  // and a panic does in Go: here is nobody to be given the error.
  //
  // Throws boost::thread_resource_error if it takes a new thread and
  // none can be started; the group is then as it was. Throws as add
  // does.
  template <class F>
  void go(F&& function);

  // Blocks until the counter is zero, or has been since the call. Not
  // an interruption point: what the functions refer to is not unwound
  // under them.
  void wait() noexcept;

 private:
  template <class F>
  class task_of;

  detail::counted_tasks tasks_;
};

// Calls done at the end of its scope, however that is left. A group
// whose counter is zero by then ends the program.
class [[nodiscard]] wait_group::done_guard {
 public:
  explicit done_guard(wait_group& group) noexcept : group_(group) {}
  ~done_guard() { group_.done(); }
  done_guard(const done_guard&) = delete;
  done_guard& operator=(const done_guard&) = delete;

 private:
  wait_group& group_;
};

// --------------------------------------------------------------------

// The function is gone before it counts as done.
template <class F>
class wait_group::task_of final : public detail::counted_tasks::task {
 public:
  explicit task_of(F&& function) : function_(std::move(function)) {}
  explicit task_of(const F& function) : function_(function) {}

  void run() noexcept override {
    (*function_)();
    function_.reset();
  }

 private:
  std::optional<F> function_;
};

inline void wait_group::add(int n) { tasks_.add(n); }

template <class F>
void wait_group::go(F&& function) {
  using task = task_of<std::decay_t<F>>;
  tasks_.start<task>(std::forward<F>(function));
}

inline void wait_group::wait() noexcept { tasks_.wait(); }

}  // namespace racelab
