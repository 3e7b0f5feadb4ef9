// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A child process that is killed (SIGKILL) at a given one of its own system
// calls: no clock decides where.

#include <cstddef>
#include <functional>

namespace racelab::workshop {

struct killed_child {
  std::size_t stops = 0;  // system calls entered and left by its first thread
  bool killed = false;    // false: it came to its end before
  int status = -1;        // what it exited with, if it did
};

// Forks, lets the child do `work` (which may exec) and kills it at its `at`-th
// stop. There are two stops for each system call: before it and after it.
// Blocks until the child has ended. Throws std::system_error if it cannot be
// traced.
killed_child run_killed_at(std::size_t at, const std::function<void()>& work);

}  // namespace racelab::workshop
