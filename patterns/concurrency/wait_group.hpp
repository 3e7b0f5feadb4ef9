// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A counter of what is still to be done, and a wait for it to be zero:
// Go's sync.WaitGroup, with its method Go.
//
//   - add raises the counter, done lowers it, wait blocks until it is
//     zero. A counter that would become negative is an error.
//   - go does all three things that are easily forgotten: it adds one,
//     calls a function in a thread of its own, and is done when that
//     has returned. wait also joins the thread.
//   - All members but the destructor may be called by any thread at any
//     time; only wait must not be called by a function that go started,
//     which would wait for itself. A wait that comes before the add
//     does not wait for it: add before the thread starts, not in it.
//   - The group may be used again after a wait, also while others are
//     still returning from theirs.
//   - What precedes a done happens before what follows every wait that
//     returns after it. What precedes go happens before its function,
//     whose end is a done; the end of its thread happens before what
//     follows the wait that joins it, one of those who wait at once.
//     Nothing else here orders two threads: neither add and done, nor
//     two who call done, nor two who wait, nor a function that has
//     ended and a later go.
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

#include "concurrency/detail/task.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <climits>
#include <memory>
#include <stdexcept>
#include <utility>

namespace racelab {

class wait_group {
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

  // The same as add(-1). The group may be destroyed as soon as somebody
  // has returned from the wait that this ends.
  void done() { add(-1); }

  // Adds one, calls `function` in a thread of its own, and is done when
  // it has returned. Does not block.
  //
  // `function` is any callable without arguments, also a move-only one;
  // what it returns is ignored. It is destroyed in its thread, when it
  // has returned. One that throws, or calls pthread_exit, ends the
  // program, as an exception that nobody catches does in any thread and
  // a panic does in Go: here is nobody to be given the error.
  //
  // Throws boost::thread_resource_error if no thread can be started;
  // the group is then as it was. Throws as add does.
  template <class F>
  void go(F&& function);

  // Blocks until the counter is zero, or has been since the call, and
  // every thread of go that was done by then has ended. Not an
  // interruption point: what the threads refer to is not unwound under
  // them.
  void wait() noexcept;

 private:
  using lock = boost::unique_lock<boost::mutex>;

  int sum(int n) const;
  void count(int n);

  void spawn(std::unique_ptr<detail::task>& function);
  void run(std::unique_ptr<boost::thread> own,
           std::unique_ptr<detail::task> function) noexcept;
  void finish(boost::thread& own) noexcept;

  boost::thread await_zero() noexcept;
  void joined() noexcept;

  boost::mutex mutex_;
  boost::condition_variable changed_;
  int count_ = 0;

  // How often the counter has come to zero, so that a wait does not
  // miss it when the group is used again at once.
  unsigned long zeros_ = 0;

  // Each thread of go leaves its handle here at its end and joins the
  // one that it finds: whoever joins the last has joined them all, and
  // no more than one ended thread is ever left over.
  boost::thread last_finished_;
  bool joining_ = false;
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

inline void wait_group::add(int n) {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  count(n);
}

// The function is copied or moved outside the lock, because that is the
// user's code.
template <class F>
void wait_group::go(F&& function) {
  auto started = detail::make_task(std::forward<F>(function));
  spawn(started);
}

inline void wait_group::wait() noexcept {
  const boost::this_thread::disable_interruption uninterrupted;
  boost::thread last = await_zero();
  if (last.joinable()) {
    last.join();
    joined();
  }
  happens_before::acquire(&count_);
}

inline int wait_group::sum(int n) const {
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
inline void wait_group::count(int n) {
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

// Under the lock, so that the thread has its handle before it is done.
// The thread is made unseen, and the edge to it stated, because whoever
// will join it may be ordered with its function by nothing at all.
inline void wait_group::spawn(std::unique_ptr<detail::task>& function) {
  happens_before::release(function.get());
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  const int result = sum(1);
  auto own = std::make_unique<boost::thread>();
  *own = boost::thread([this, own = own.get(), f = function.get()] {
    run(std::unique_ptr<boost::thread>(own),
        std::unique_ptr<detail::task>(f));
  });
  count_ = result;
  own.release();
  function.release();
}

inline void wait_group::run(
    std::unique_ptr<boost::thread> own,
    std::unique_ptr<detail::task> function) noexcept {
  happens_before::acquire(function.get());
  function->call();
  function.reset();
  finish(*own);
}

inline void wait_group::finish(boost::thread& own) noexcept {
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
inline boost::thread wait_group::await_zero() noexcept {
  happens_before::bookkeeping unseen;
  lock guard(mutex_);
  const unsigned long before = zeros_;
  while ((count_ > 0 && zeros_ == before) || joining_) {
    changed_.wait(guard);
  }
  joining_ = last_finished_.joinable();
  return std::move(last_finished_);
}

inline void wait_group::joined() noexcept {
  happens_before::bookkeeping unseen;
  const lock guard(mutex_);
  joining_ = false;
  changed_.notify_all();
}

}  // namespace racelab
