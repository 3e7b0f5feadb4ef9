// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Small programs in one, for ThreadSanitizer to judge: the first argument
// names the one to run. In those called edge/... every access to `shared` is
// ordered by a promise of the primitives and by nothing else; in those called
// absence/... the accesses really come one after the other, but no promise
// orders them, and so they race.
//
// A subject writes DONE when it has come to its end.

#include "concurrency/detail/tasks.hpp"
#include "harness/tests/concurrency/happens_before/unseen.hpp"

#include <boost/thread/thread.hpp>

#include <span>
#include <utility>

namespace racelab::happens_before_tests {

struct subject {
  const char* name;
  void (*run)();
};

#define EDGE(name) \
  { "edge/" #name, name }
#define ABSENCE(name) \
  { "absence/" #name, name }

// Those of each file. A primitive's own go into a file of their own.
std::span<const subject> errgroup_and_context();
std::span<const subject> channel_and_select();
std::span<const subject> shutdown_signals_subjects();
std::span<const subject> ticker_subjects();
std::span<const subject> wait_group_subjects();

inline int shared = 0;

inline void write_shared() { shared = 1; }
inline int read_shared() { return shared; }

struct writes_when_destroyed {
  writes_when_destroyed() = default;
  writes_when_destroyed(writes_when_destroyed&& other) noexcept
      : armed(std::exchange(other.armed, false)) {}
  ~writes_when_destroyed() {
    if (armed) write_shared();
  }
  bool armed = true;
};

// The end of a task of an errgroup or a wait_group.
struct task_end : unseen::task_end {
#if RACELAB_EXECUTOR
  constexpr task_end() noexcept : unseen::task_end(thread::goes_on) {}
#else
  constexpr task_end() noexcept : unseen::task_end(thread::ends) {}
#endif
};

// A thread that is ordered after what preceded its start, before what follows
// its join at the end of the scope, and in between with nothing.
class stranger {
 public:
  template <class F>
  explicit stranger(F function) : thread_(std::move(function)) {}
  ~stranger() { thread_.join(); }

 private:
  boost::thread thread_;
};

}  // namespace racelab::happens_before_tests
