// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cerrno>

namespace racelab::probe {

// What most functions of the C library return when they fail.
[[gnu::always_inline]] inline int fail(int error) {
  errno = error;
  return -1;
}

// The same, of what the kernel answered: an error number below zero.
[[gnu::always_inline]] inline long result_of(long kernel_value) {
  return kernel_value < 0 && kernel_value > -4096
             ? fail(static_cast<int>(-kernel_value))
             : kernel_value;
}

}  // namespace racelab::probe
