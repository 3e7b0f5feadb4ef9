// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The process between the harness and a program: it starts the program, waits
// for it, tells how it ended, and takes whatever is left of it along.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include <sys/resource.h>
#include <sys/types.h>

namespace racelab::sandbox {

// Written by the keeper and the starting program, read by the harness: a
// mapping that the program loses when it is executed.
struct keeper_report {
  enum stage : int { starting, not_started, ended };

  std::atomic<int> stage{starting};
  // Both as /proc shows them to the harness, whose own numbers may be others;
  // 0: not yet.
  std::atomic<pid_t> keeper{0};
  std::atomic<pid_t> program{0};
  int error = 0;        // errno, if not_started
  int wait_status = 0;  // as from waitpid, if ended
  std::int64_t cpu_microseconds = 0;
  // The program's own, as RLIMIT_CPU counts: by the ticks of the clock at which
  // it was seen to run. Beside short-lived processes, that is a quarter more.
  std::int64_t charged_microseconds = 0;
};

struct resource_limit {
  __rlimit_resource_t resource;
  rlimit value;
};

// All that a keeper needs, laid out before it is forked: after the fork of a
// process with threads only async-signal-safe functions may be called.
struct keeper_plan {
  const char* program = nullptr;
  char* const* arguments = nullptr;
  char* const* environment = nullptr;
  const char* directory = nullptr;  // null: stay
  const int* descriptors = nullptr;
  std::size_t descriptor_count = 0;
  const resource_limit* limits = nullptr;
  std::size_t limit_count = 0;
  int input = -1;     // the program's standard input
  int output = -1;    // its standard output and error
  int lifeline = -1;  // ends when the harness lets go or dies
  bool fixed_addresses = false;
  bool one_processor = false;
  bool drop_capabilities = false;
  bool own_user_namespace = false;
  const char* user_map = nullptr;   // for /proc/self/uid_map
  const char* group_map = nullptr;  // for /proc/self/gid_map
  keeper_report* report = nullptr;
};

// The keeper's whole life, in the forked process with all signals blocked.
[[noreturn]] void run_keeper(const keeper_plan&) noexcept;

}  // namespace racelab::sandbox
