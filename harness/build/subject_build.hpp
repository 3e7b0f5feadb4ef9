// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A subject's source file and its two executables: one with ThreadSanitizer
// and the controlled scheduler, one plain and optimised, for real latencies.

#include "harness/build/outside_uses.hpp"
#include "harness/build/toolchain.hpp"
#include "harness/sandbox/child_process.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace racelab::build {

struct subject_source {
  std::string lesson;
  // As the user gave it, and as the diagnostics call it. The compiler is given
  // its absolute path, and so are those who read its debug information.
  std::filesystem::path file;
};

// What one of the compilers took, on the clock.
struct compiler_time {
  std::string what;  // "compile tsan", "link plain", …
  std::chrono::duration<double> took{};
};

// The executables stay where they are for as long as `hold` lives.
struct executables {
  std::filesystem::path tsan;
  std::filesystem::path plain;  // empty: not built
  bool from_cache = false;
  std::vector<outside_use> uses;  // no fault, unless somebody forbids it
  // Empty if they are from the cache. The two are built at the same time.
  std::vector<compiler_time> times;
  std::shared_ptr<const void> hold;
};

// The file is no subject: it breaks a rule, does not compile or does not link.
struct compile_error {
  std::string diagnostics;  // for the learner; ends in a newline
};

// Says nothing about the file: the compiler, the disk or the build of Racelab
// itself failed.
struct toolchain_failure {
  std::string reason;
};

using result = std::variant<executables, compile_error, toolchain_failure>;

// Several times what a subject takes on a slow machine:
// 30 s of processor time, 4 GiB of memory, 1 MiB of messages.
sandbox::limits default_compiler_limits();

struct options {
  std::filesystem::path cache;            // folder; made if it does not exist
  std::uint64_t cache_size = 512U << 20;  // bytes kept at most
  sandbox::limits compiler_limits = default_compiler_limits();
  std::stop_token stop;  // ends the compilers, and the result is a failure
  bool plain = true;     // the plain one too, which is half of the work
};

// Builds the executables side by side, or takes them from the cache if the same
// source, headers, flags, compiler and probe have been built before.
//
// Blocks for as long as the compiler takes, within its limits. Safe to call
// from several threads and processes with one cache: what is in it is whole,
// and nothing is removed that is in use. Never throws for what the learner
// wrote, nor for a compiler that fails.
result build_subject(const toolchain&, const subject_source&, const options&);

}  // namespace racelab::build
