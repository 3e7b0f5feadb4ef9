// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The descriptors by which a schedule's threads wait for each other: pipes,
// events, timers, and epoll's sets of them. The kernel keeps what is in them.
// Timers are events to it, and go off in virtual time.

#include <cstdint>
#include <ctime>

namespace racelab::probe {

// One that the schedule has made, or -1.
void note_descriptor(int which);

// One that is to be a timer. It shows `clock`.
void note_timer(int which, clockid_t clock);

// `copy` is now another number of `which`, whatever it was before. A timer's
// copy is read like the timer, and not set.
void note_copy(int which, int copy);

bool is_of_the_schedule(int descriptor);

// It is closed. Returns false if it is none of the schedule's.
bool forget_descriptor(int which);

// Closes what the last schedule has left open.
void close_descriptors();

// When a timer goes off, in virtual nanoseconds, and how often after that.
struct timer_setting {
  std::uint64_t due;       // never: it is not set
  std::uint64_t interval;  // 0: once
};

struct timer {
  clockid_t clock;
  timer_setting set;
};

// Null if `descriptor` is no timer of the schedule.
timer* find_timer(int descriptor);

// Makes the timers readable that are due, as often as they have gone off, and
// returns when the next one will be.
std::uint64_t let_timers_go_off();

}  // namespace racelab::probe
