// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What the judge and a subject's process share: one mapping, handed over as
// an inherited file descriptor whose number stands in the environment variable
// RACELAB_WIRE. The subject closes the descriptor once it is mapped, so there
// is no channel that it could close, flood or write to by accident.
//
// Plain data only. The probe is compiled without ThreadSanitizer and must emit
// no inline function that the subject could share (the linker would keep one
// copy of the two), so nothing of the standard library's is used here.
//
// Protocol: the judge fills `request`, then stores `turn = subject` and wakes
// it (futex); the subject runs exactly one schedule and stores `turn = judge`.
// If the process dies instead, what it wrote so far is still here.

#include <cstdint>

namespace racelab::wire {

inline constexpr std::uint32_t magic = 0x52414345;
inline constexpr std::uint32_t version = 5;

inline constexpr unsigned max_threads = 256;
inline constexpr unsigned max_deviations = 1024;
inline constexpr unsigned max_choices = 8192;
inline constexpr unsigned max_events = 16384;  // fits into choice::events
inline constexpr unsigned max_races = 64;
inline constexpr unsigned max_frames = 65536;
inline constexpr unsigned max_text = 65536;
inline constexpr unsigned max_modules = 16;
inline constexpr unsigned max_uses = 48;

enum class turn : std::uint32_t { starting, judge, subject };

// What stops the context that the function under test is handed.
enum class stop : std::uint8_t { none, cancel, deadline };

// The environment of one schedule, chosen by the judge: which call answers
// first, which fails, when the caller loses patience.
struct environment {
  std::uint32_t order;  // index of the permutation of the calls' latencies
  std::uint32_t fault;  // 0: none; k: the k-th service fails
  stop stopped_by;
  std::uint8_t use;  // which of the scenario's uses
  std::uint8_t unused[2];
  std::uint32_t stop_step;  // 0: before the call; k: at (k - 1/2) units of time
};

// At the `point`-th choice, `thread` runs instead of the default.
struct deviation {
  std::uint32_t point;
  std::uint32_t thread;
};

enum class policy : std::uint8_t {
  follow,  // the default choice but for the deviations listed
  pct,     // priorities and change points drawn from `seed`
  newest,  // whoever was started last, until it waits
};

struct request {
  std::uint64_t number;  // echoed in the answer
  environment env;
  policy how;
  bool with_stacks;   // record a stack for every event, not for calls alone
  bool keep_threads;  // for later schedules; not if it has thread_local objects
  bool print_reports;    // in ThreadSanitizer's own words, to standard error
  std::uint32_t depth;   // pct: number of priority change points
  std::uint32_t length;  // pct: expected number of choices
  std::uint64_t seed;
  std::uint32_t deviations;
  deviation deviation_list[max_deviations];
};

// One scheduling point at which more than one thread could run.
struct choice {
  std::uint64_t enabled;   // bit i: thread i could run (first 64 threads)
  std::uint16_t standard;  // what the default policy would have run
  std::uint16_t taken;
  std::uint8_t preemptive;  // the running thread could have gone on
  std::uint8_t window;      // and acts now on what it has seen
  std::uint16_t events;     // recorded before it
};

enum class event_kind : std::uint16_t {
  function_begin,  // the function under test is called
  function_end,    // value: 0 returned, 1 threw; text: the error's chain
  wrong_result,    // text: what is wrong with what was returned
  call_begin,      // object: service; value: call number; text: its argument
  call_end,        // object: service; value: call_outcome; text: the answer's
                   // values, separated by '\n', or the error's message
  stop_requested,  // value: 0 the caller cancelled the context it had handed
                   // over, 1 it told the worker to stop; text: how
  thread_create,   // object: the new thread
  thread_begin,
  thread_end,
  thread_join,    // object: the joined thread
  thread_detach,  // object: the detached thread
  blocked,        // object: what on; value: block_kind
  unblocked,
  lock,
  unlock,
  signal,     // value: how many waited for it and were woken
  broadcast,  // the same
  notify,     // futex wake, semaphore post, barrier passed
  sleep,      // value: nanoseconds
  yield,
  spin,    // a loop that waits for something another thread must change
  atomic,  // an atomic operation on `object`
  crash,   // value: signal number; object: 1 if a null pointer; text: why
  race,    // value: index in `races`
  stuck,   // one for each thread when nobody can run; value: block_kind
  ended_process,  // exit and its like; text: which, value: code
  unmodelled,     // text: what the subject used that the probe has no model of
  over_limit,     // text: which limit
  signal_sent,    // object: the thread it is meant for, or 0xffff; value: its
                  // number; text: its name
  handler_begin,  // of a signal; value: its number; text: its name
  handler_end,
  unsafe_call,  // what a handler must not call; text: what it does
};

enum class block_kind : std::int64_t {
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
  arrival,  // of a signal
  descriptor,
};

enum class call_outcome : std::int64_t { answered, failed, gave_up };

struct event {
  event_kind kind;
  std::uint16_t thread;
  std::uint32_t object;  // as its kind says; blocked, stuck: the thread that
                         // is waited for, or 0xffff
  std::uint64_t time;    // virtual nanoseconds since the schedule's start
  std::int64_t value;
  std::uint32_t stack;  // index of its first frame in `frames`
  std::uint16_t depth;
  std::uint16_t unused;
  std::uint32_t text;  // index in `text`; 0: none
  std::uint32_t unused2;
};

struct access {
  std::uint16_t thread;  // number in the trace; 0xffff: not known
  std::uint8_t write;
  std::uint8_t atomic;
  std::uint32_t size;
  std::uint64_t address;
  std::uint32_t stack;
  std::uint32_t depth;
};

struct race {
  std::uint32_t kind;  // index in `text`: TSan's own name, "data-race", …; or
                       // "lock-order-inversion", whose accesses are the locks
                       // of the ring (lock_order.hpp)
  std::uint32_t accesses;
  access access_list[4];
  std::uint32_t location;  // index in `text`: "heap", "stack", "global", "tls"
  std::uint32_t location_size;
  std::uint16_t location_thread;
  std::uint16_t unused;
  std::uint32_t location_stack;
  std::uint32_t location_depth;
  std::uint32_t location_name;  // index in `text`; global's name
  std::uint32_t at_event;       // number of events recorded before it
};

struct thread {
  std::uint16_t parent;
  std::uint8_t joined;
  std::uint8_t detached;
  std::uint8_t finished;
  std::uint8_t before_return;  // created before the function returned
  std::uint8_t unused[2];
  std::uint32_t created_stack;
  std::uint32_t created_depth;
};

enum class ending : std::uint32_t {
  running,       // the process is in the schedule, or died in it
  finished,      // every thread ended
  left_threads,  // some never ended: see `threads` and `stuck` events
  stuck,         // the function under test cannot return
  crashed,
  ended_process,
  unmodelled,
  over_limit,
};

struct answer {
  std::uint64_t number;
  ending end;
  std::uint8_t whole;  // the process may run another schedule
  std::uint8_t events_lost;
  std::uint8_t choices_lost;
  std::uint8_t unused;
  std::uint64_t elapsed;  // virtual nanoseconds the function took
  std::uint32_t choices;
  std::uint32_t events;
  std::uint32_t races;
  std::uint32_t threads;
  std::uint32_t frames;
  std::uint32_t text_size;
};

// A way in which the caller uses what is under test.
struct use {
  char name[48];           // empty: it is the usual one
  std::uint32_t services;  // that it calls: so many, from the first on
  std::uint32_t limit;     // at most so many calls at once; 0: any number
};

// Told once, before the first turn: what the scenario offers to vary.
struct scenario {
  std::uint32_t services;   // calls whose latencies are permuted
  std::uint32_t max_steps;  // stop steps worth trying at most
  std::uint64_t unit;       // virtual nanoseconds of the shortest latency
  bool each_once;           // each service is to be called once, by whatever
                            // function does not fail
  std::uint8_t uninterruptible;  // bit i: once begun, a call to service i goes
                                 // on until it is answered or fails
  bool infallible;               // no call fails
  std::uint8_t unused;
  char service_names[8][32];

  // Each is tried, and faults and stops are tried in the first of them. None:
  // there is one way, with all services and no limit.
  std::uint32_t uses;
  use use_list[max_uses];
};

// Where the process's code is mapped: module 0 is the executable.
struct module {
  std::uint64_t base;   // to be subtracted from an address
  std::uint64_t begin;  // first mapped address
  std::uint64_t end;
  char path[256];
};

struct channel {
  std::uint32_t magic;
  std::uint32_t version;
  turn whose_turn;  // futex word
  std::uint32_t unused;
  struct scenario scenario;
  std::uint32_t modules;
  std::uint32_t unused2;
  module module_list[max_modules];
  struct request request;
  struct answer answer;
  choice choices[max_choices];
  event events[max_events];
  struct race races[max_races];
  thread threads[max_threads];
  std::uint64_t frames[max_frames];  // return addresses, innermost first
  char text[max_text];               // NUL-terminated strings; text[0] is NUL
};

}  // namespace racelab::wire
