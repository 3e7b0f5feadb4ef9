// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/thread/thread.hpp>

#include <cstddef>
#include <filesystem>
#include <iterator>

namespace racelab {

// The threads of this process, as the kernel lists them: one that was joined
// for a little longer.
inline std::ptrdiff_t threads() {
  using std::filesystem::directory_iterator;
  return std::distance(directory_iterator("/proc/self/task"),
                       directory_iterator());
}

// Blocks until there are no more than so many; a test that waits in vain is
// ended by its time limit.
inline void await_threads(std::ptrdiff_t count) {
  while (threads() > count) boost::this_thread::yield();
}

}  // namespace racelab
