// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What was seen of one schedule, as plain values: the only thing that a
// detector is handed. Nothing here knows how it was seen.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace racelab::observe {

using virtual_time = std::chrono::nanoseconds;

struct frame {
  std::string function;
  std::string file;  // as the compiler was given it; empty: not known
  int line = 0;
  int column = 0;
  bool subject = false;  // in a file of the subject itself

  bool operator==(const frame&) const = default;
};

using stack = std::vector<frame>;  // innermost first

// The innermost frame in a file of the subject: the learner's own line.
// Null if there is none.
const frame* subject_frame(const stack& frames);

enum class event_kind {
  function_begin,
  function_end,
  wrong_result,
  call_begin,
  call_end,
  stop_requested,
  thread_create,
  thread_begin,
  thread_end,
  thread_join,
  thread_detach,
  blocked,
  unblocked,
  lock,
  unlock,
  signal,     // value: how many waited for it and were woken
  broadcast,  // the same
  notify,
  sleep,
  yield,
  spin,
  atomic,
  crash,
  race,
  stuck,
  ended_process,
  unmodelled,
  over_limit,
  signal_sent,
  handler_begin,
  handler_end,
  unsafe_call,
};

enum class block_kind {
  mutex,
  rwlock,
  condition,
  join,
  semaphore,
  barrier,
  once,
  futex,
  sleep,
  service,
  spin,
  arrival,
  descriptor,
};

using thread_number = unsigned;  // 0 runs the function under test
inline constexpr thread_number unknown_thread = 0xffff;

// The fields' meaning for each kind: harness/probe/wire.hpp.
struct event {
  event_kind kind{};
  thread_number thread = 0;
  virtual_time time{};
  unsigned object = 0;
  std::int64_t value = 0;
  std::string text;
  observe::stack stack;
};

enum class call_outcome { pending, answered, failed, gave_up };

// One call to a service.
struct call {
  unsigned service = 0;  // 0-based; names in observation::services
  unsigned number = 0;   // in order of beginning
  thread_number thread = 0;
  std::size_t begin_event = 0;  // index in observation::events
  std::size_t end_event = 0;    // meaningful unless pending
  virtual_time begin{};
  virtual_time end{};
  call_outcome outcome = call_outcome::pending;
  bool interruptible = true;  // it gives up when its context is done
  std::string argument;
  std::vector<std::string> answers;  // the fresh values it answered with
  std::string error;
  observe::stack stack;  // of the call's beginning
};

struct access {
  std::string operation;  // "read", "write", "atomic read", "atomic write"; of
                          // a lock-order-inversion "lock", whose size is 0
  unsigned size = 0;
  thread_number thread = unknown_thread;
  observe::stack stack;
};

struct race {
  std::string kind;  // ThreadSanitizer's own name: "data-race", …;
                     // "lock-order-inversion" is the probe's
  std::vector<access> accesses;  // the later one first
  std::string location;          // "heap", "stack", "global", "tls", ""
  unsigned location_size = 0;
  std::string location_name;
  observe::stack location_stack;
  std::size_t at_event = 0;  // index of its event in observation::events

  // An earlier race of the schedule was about the same word of memory. Of
  // these, some ThreadSanitizers report every one and others none.
  bool repeated = false;
};

struct thread {
  thread_number parent = unknown_thread;
  bool joined = false;
  bool detached = false;
  bool finished = false;
  bool before_return = false;  // created before the function returned
  observe::stack created;
};

enum class ending {
  finished,       // every thread ended
  left_threads,   // some never ended
  stuck,          // the function under test can never return
  crashed,        // see the crash event; also a process that died of a signal
  ended_process,  // exit and its like
  unmodelled,     // used what the probe has no model of: proves nothing
  over_limit,     // memory, threads, output, …: see the over_limit event
  out_of_time,    // the watchdog ended it
  meddled,        // the subject wrote into the judge's memory
};

enum class stop { none, cancel, deadline };

struct environment {
  unsigned order = 0;
  unsigned fault = 0;
  stop stopped_by = stop::none;
  unsigned stop_step = 0;
  unsigned use = 0;

  bool operator==(const environment&) const = default;
};

enum class function_outcome { pending, returned, threw };

struct observation {
  std::string token;  // replays exactly this schedule
  observe::environment environment;
  std::vector<std::string> services;  // that are called in this use
  std::string use;                    // how the caller used it; empty: as usual
  unsigned limit = 0;      // at most so many calls at once; 0: any number
  bool each_once = false;  // each service is to be called exactly once
  std::vector<event> events;
  std::vector<call> calls;
  std::vector<race> races;
  std::vector<observe::thread> threads;
  function_outcome outcome = function_outcome::pending;
  std::string error;  // what() chain of what was thrown, joined by ": "
  virtual_time elapsed{};
  observe::ending ending = observe::ending::finished;
  std::string
      ending_reason;       // in words, where the ending alone says too little
  bool truncated = false;  // the recorder's memory was exhausted

  // The shortest latency of a service: what a stop_step counts.
  virtual_time unit = std::chrono::milliseconds(10);
};

}  // namespace racelab::observe
