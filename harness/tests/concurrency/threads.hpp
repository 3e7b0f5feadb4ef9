// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/tasks.hpp"

#include <boost/thread/thread.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <pthread.h>

namespace racelab {

// Ends the threads that are kept for tasks to come.
inline void end_idle_threads() {
#if RACELAB_EXECUTOR
  detail::executor::make_ready();
  detail::executor::instance().end_idle_threads();
#endif
}

// The threads of this process, without those; as the kernel lists them: one
// that was joined for a little longer.
inline std::ptrdiff_t threads() {
  end_idle_threads();
  using std::filesystem::directory_iterator;
  return std::distance(directory_iterator("/proc/self/task"),
                       directory_iterator());
}

// Blocks until there are no more than so many; a test that waits in vain is
// ended by its time limit.
inline void await_threads(std::ptrdiff_t count) {
  while (threads() > count) boost::this_thread::yield();
}

// The mappings of this process: an ended thread that nobody has joined keeps
// its stack mapped, and what many threads at once need may stay mapped for
// good.
inline std::ptrdiff_t mappings() {
  std::ifstream maps("/proc/self/maps");
  return std::count(std::istreambuf_iterator<char>(maps), {}, '\n');
}

// While it lives, no thread can be had: none has room for such a stack.
class no_threads {
 public:
  no_threads() {
    pthread_getattr_default_np(&usual_);
    pthread_attr_t absurd;
    pthread_attr_init(&absurd);
    pthread_attr_setstacksize(&absurd, std::size_t{1} << 46);
    pthread_setattr_default_np(&absurd);
    pthread_attr_destroy(&absurd);
  }
  no_threads(const no_threads&) = delete;
  no_threads& operator=(const no_threads&) = delete;
  ~no_threads() {
    pthread_setattr_default_np(&usual_);
    pthread_attr_destroy(&usual_);
  }

 private:
  pthread_attr_t usual_;
};

}  // namespace racelab
