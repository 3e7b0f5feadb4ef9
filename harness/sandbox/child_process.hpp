// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Starts a program that is not to be trusted, a compiler or a subject, under
// limits of its own, and makes sure that nothing of it outlives its handle.
//
// Every program runs below a keeper: a small process that does nothing but
// wait for it. Where the system allows it, the keeper is the first process of
// a new process namespace, so the program cannot see, signal or outlive
// anything but itself. Elsewhere the keeper adopts the program's orphans and
// kills them. The keeper goes when the program ends, when it is told to, and
// when the harness dies, whichever way: it notices the end of a pipe.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace racelab::sandbox {

struct command {
  // The program and its arguments. A program without a slash is searched for
  // in the harness's PATH.
  std::vector<std::string> arguments;

  // "NAME=value", on top of the harness's own environment, or instead of it.
  std::vector<std::string> environment;
  bool inherit_environment = true;

  // Empty: the harness's own.
  std::filesystem::path directory;

  // Open descriptors that the program gets under the same number. All others
  // are closed, but for standard input (/dev/null), output and error (kept in
  // memory: see child_process::output).
  std::vector<int> descriptors;

  // Switch address space randomisation off, as `setarch -R` does.
  bool fixed_addresses = false;

  // Keep all of the program's threads on one processor: faster where only one
  // of them runs at a time.
  bool one_processor = false;

  // Give up every capability, so that a subject of a harness run by root is
  // no stronger than one run by anybody else.
  bool drop_capabilities = false;

  // Try to run the program in a process namespace of its own.
  bool isolate = true;
};

// Null: as the harness itself is limited. What the kernel cannot limit by
// itself (memory, tasks, output and wall time of the whole tree) is looked at
// in poll and wait_until, every few milliseconds.
struct limits {
  std::optional<std::chrono::seconds> cpu_time;  // of each process
  std::optional<std::chrono::milliseconds> wall_time;
  std::optional<std::uint64_t> address_space;    // bytes, of each process;
                                                 // never for ThreadSanitizer
  std::optional<std::uint64_t> stack;            // bytes, of each thread
  std::optional<std::uint64_t> resident_memory;  // bytes, of all together
  std::optional<std::uint64_t> tasks;            // processes and threads
  std::optional<std::uint64_t> open_files;       // of each process
  std::uint64_t file_size = 64U << 20;           // bytes, of each file
  std::uint64_t output = 1U << 20;               // bytes
};

// How a program ended.
struct ended {
  enum class how {
    exited,     // code: the exit status
    signalled,  // code: the signal
    out_of_memory,
    out_of_time,      // code: the signal, if of processor time; 0: wall time
    too_much_output,  // on standard output and error, or in a file
    too_many_tasks,
    not_started,  // code: errno of what failed, mostly execve
    killed,       // by child_process::kill
    lost,         // the keeper was killed: nothing is known
  };

  how kind = how::lost;
  int code = 0;
  std::chrono::microseconds cpu_time{};  // of all processes that were awaited

  bool succeeded() const { return kind == how::exited && code == 0; }
};

// "exited with status 3", "was killed by signal 11 (Segmentation fault)", …
std::string describe(const ended&);

// A running program. One thread at a time may use a handle; different handles
// are independent. The program does not depend on the thread that started it.
class child_process {
 public:
  // Starts `command` and returns at once, before the program has begun. A
  // program that cannot be executed ends as `not_started`. Throws
  // std::system_error if not even the keeper could be started, and
  // std::invalid_argument if there is no program to start.
  static child_process start(const command&, const limits&);

  child_process(child_process&&) noexcept;
  child_process& operator=(child_process&&) noexcept;
  ~child_process();  // as kill

  // Null while the program runs within its limits. Never blocks. Once there is
  // an end, all that the program started has ended as well, and the same end
  // is returned from then on.
  std::optional<ended> poll();

  // Blocks until the program ends or a limit ends it.
  ended wait();

  // As wait, but no longer than until `deadline`; null if it still runs then.
  std::optional<ended> wait_until(
      std::chrono::steady_clock::time_point deadline);

  // Ends the program and all that it started, and blocks until that is done.
  // Without effect if it has ended before.
  void kill();

  // What has been written to standard output and error so far, in the order
  // of writing, at most as much as the limit allows.
  std::string output() const;

  // The program's process as the harness sees it; 0 if it has not begun yet.
  pid_t pid() const;

  // The most resident memory, in bytes, that it and all that it started were
  // seen to use together so far; 0 where neither memory nor tasks are limited.
  std::uint64_t most_resident_memory() const;

  // Whether the program runs in a process namespace of its own. If not, it
  // could send signals to other processes of the same user.
  bool isolated() const;

 private:
  struct state;
  explicit child_process(std::unique_ptr<state>);

  std::unique_ptr<state> state_;
};

// From now on every program, also one that is yet to be started, ends as
// `killed` at the next look that its handle's owner takes; every wait comes to
// its end. Returns at once. For a harness that was told to stop: may be called
// in any thread.
void end_all_programs() noexcept;

}  // namespace racelab::sandbox
