// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The controlled scheduler: of the threads that a schedule starts, one runs at
// a time, and it runs until it reaches a scheduling point. Who goes on there is
// decided by the request alone, so the same request gives the same run.
//
// Time is virtual: it moves only when nobody can run, and then straight to the
// next instant at which somebody can.
//
// Control passes by raw futex calls and uninstrumented memory, neither of which
// ThreadSanitizer sees; every order it does see is the subject's own.

#include "harness/probe/wire.hpp"

#include <pthread.h>
#include <setjmp.h>

#include <cstdint>

namespace racelab::probe {

using wire::block_kind;
using wire::event_kind;

inline constexpr std::uint64_t never = UINT64_MAX;

enum class state : std::uint8_t {
  unused,
  runnable,
  blocked,
  waiting_for_quiet,  // the function has returned: until nobody else can run
  crashed,
  finished,
};

// What the thread that is given the baton is to do with it.
enum class command : std::uint8_t { run, tell_where_stuck, give_up };

// A wait that a signal's handler has interrupted and that goes on after it.
// What is waited for may come meanwhile.
struct interrupted_wait {
  bool under_way;
  bool woken;
  block_kind on;
  const void* object;
};

struct thread {
  std::uint32_t baton;  // futex word: 1 when it is this thread's turn
  std::uint16_t number;
  state is;
  command what;
  bool managed;
  bool yielded;     // stands back until something has changed
  bool timed_out;   // why a blocked thread was made runnable
  bool to_look;     // a service's: its context may have been cancelled
  bool read_clock;  // since it yielded
  bool detached;
  block_kind on;
  const void* object;
  std::uint64_t deadline;
  std::uint64_t
      queue_position;         // of a blocked thread: first come, first served
  std::uint64_t change_seen;  // value of `changes` when it stood back
  std::uint32_t idle_rounds;  // times it stood back and nothing had changed
  std::uint32_t points;       // scheduling points since another ran
  std::uint32_t priority;     // pct
  std::uint32_t quiet;        // > 0: the probe's own doing, not to be modelled
  std::uint32_t destructor_round;
  bool plain;     // started without attributes
  bool kept;      // its end was that of a call: it waits for the next schedule
  bool released;  // was joined or detached, not only for the subject
  bool crashed;   // in whatever state that left it
  bool abandoned;
  bool muted;           // its races are not looked for until its next point
  std::uint32_t races;  // reported since its last scheduling point
  jmp_buf base;         // where an abandoned thread goes on
  const void* outermost_frame;   // of its own, by its frame pointer
  std::uintptr_t last_load;      // place of the last, while nobody else ran
  std::uintptr_t recorded_load;  // the same, whoever ran: it is recorded once
  const volatile void* read;     // the atomic object last read, and not changed
  const volatile void* looked_at;    // the same, from inside the probe
  bool (*is_ready)(const void* of);  // of who is blocked on a descriptor
  const void* ready_of;
  pthread_t handle;
  int os_id;
  void* (*start)(void*);
  void* argument;
  void* result;                   // of a kept one
  std::uint64_t signal_mask;      // bit n - 1: signal n is blocked
  std::uint64_t pending_signals;  // the same: it was sent to this thread
  std::uint64_t awaited_signals;  // the same: it waits for it
  bool in_handler;
  interrupted_wait interrupted;
};

// The calling thread, if the scheduler runs it and it is not inside the probe.
thread* self();

// Whether the calling thread sees virtual time: also where it is inside the
// probe, since a service looks at its caller's context from there.
bool sees_virtual_time();

// Marks what the calling thread does meanwhile as the probe's own.
class quiet {
 public:
  quiet();
  ~quiet();
  quiet(const quiet&) = delete;
  quiet& operator=(const quiet&) = delete;
};

// ---- for the control loop ---------------------------------------------------

// Runs one schedule on threads of its own; blocks until it has ended. Returns
// false if the process is no longer fit for another one.
bool run_schedule(const wire::request& request);

void prepare_scheduler();

// ---- for the interposed functions, on the calling, managed thread -----------

// Somebody else may go on here.
void scheduling_point();

// The same, where the calling thread has looked and is about to act: to wait
// for somebody to wake it, who does not know whether it waits yet, or to change
// an atomic object that it has read. What others do here comes too late for the
// look and too early for the act.
void point_in_window();

// Blocks until wake(object, on, …) or, if not `never`, until `deadline`
// (virtual nanoseconds). Returns false if the deadline came first. A signal
// that is handled meanwhile ends a sleep and a wait for a signal: then it
// returns true.
bool block(block_kind on, const void* object, std::uint64_t deadline);

// Makes at most `count` of those blocked on `object` runnable, longest wait
// first. Returns how many.
unsigned wake(block_kind on, const void* object, unsigned count);

// Has a thread that waits run its handlers next, and then go on waiting.
void interrupt(thread* waiting);

// Calls `visit` for each of the schedule's threads that has not come to its
// end, in the order of their numbers, until it returns true; returns that one,
// or null.
thread* find_living(bool (*visit)(const thread*, std::uint64_t what),
                    std::uint64_t what);

// Stands back until something has changed or time has moved.
void stand_back(event_kind why);

// Says that the calling thread looked at the clock, or changed an atomic: what
// those who stand back may be waiting for.
void note_clock_read();
void note_change();

// The calling thread, inside the probe, reads the atomic object `at`.
void note_look(const volatile void* at);

// The calling thread has reached a scheduling point: it does not spin between
// two of them (spin.cpp).
void restart_block_count();

// The calling thread begins anew.
void forget_block_count();

// Has the calling thread's next basic block look at what it is to do.
void interrupt_block_count();

// How much longer than at first a thread that stands back may run this time:
// the more often nothing had changed, the longer, so that a long computation
// is not taken for a loop that waits.
std::uint32_t patience_while_idle();

// The schedule has turned in a loop for so long that another like it is not
// worth its time: the judge counts it like a process that was lost.
void note_long_spin();

std::uint64_t now();

inline constexpr std::uint32_t no_thread = 0xffff;

// ---- threads ----------------------------------------------------------------

// Registers a thread and starts it; it runs none of `start` before its turn.
// Null, with `error` zero: there are too many. A thread of an earlier schedule
// that has come to its end is taken if there is one: to ThreadSanitizer, making
// another costs more than all that a schedule does.
thread* start_thread(const pthread_attr_t* attributes, void* (*start)(void*),
                     void* argument, int& error);

// Frees a finished thread for good, and gives what it returned.
int release_thread(thread* finished, void** result);
thread* find_thread(pthread_t handle);
thread* thread_by_os_id(int os_id);

// ---- ends -------------------------------------------------------------------

// The schedule ends here: nobody goes on.
[[noreturn]] void end_schedule(wire::ending how);

// The calling thread has crashed and does not go on; the others do.
[[noreturn]] void stop_here();

// The calling thread has crashed, and the program with it.
void note_crash();

// The function under test is about to be called: what was started before is the
// caller's own.
void note_function_begins();

// Waits until everything the function under test started has ended or can't
// go on.
void wait_for_quiet();

std::uint16_t running_number();

}  // namespace racelab::probe
