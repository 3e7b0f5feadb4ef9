// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cerrno>

namespace racelab::probe {

// What most functions of the C library return when they fail.
[[gnu::always_inline]] inline int fail(int error) {
  errno = error;
  return -1;
}

}  // namespace racelab::probe
