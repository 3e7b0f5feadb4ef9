// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstdint>

#include <sys/types.h>

namespace racelab::sandbox {

struct tree_usage {
  std::uint64_t resident_memory = 0;  // bytes; shared pages count each time
  std::uint64_t tasks = 0;            // processes and threads
};

// What all descendants of `ancestor` use together, itself not counted, as
// /proc shows it. Where the kernel does not list a process's children, only
// `known`, if it is not 0. Stops counting at `enough` tasks.
tree_usage usage_below(pid_t ancestor, pid_t known, std::uint64_t enough);

}  // namespace racelab::sandbox
