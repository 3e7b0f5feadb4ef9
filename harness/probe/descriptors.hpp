// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The descriptors by which a schedule's threads wait for each other: pipes,
// events, timers, and epoll's sets of them. The kernel keeps what is in them.
// Timers are events to it, and go off in virtual time.

#include <cstddef>
#include <cstdint>
#include <ctime>

namespace racelab::probe {

enum class descriptor_kind : std::uint8_t { pipe, event, timer, set };

// One that was made, or -1: it could not be.
void note_descriptor(int which, descriptor_kind kind);
void note_pipe(const int ends[2]);

// An event that is to be a timer. It shows `clock`.
void note_timer(int which, clockid_t clock);

// `copy` is now another number of `which`, whatever it was before.
void note_copy(int which, int copy);

bool is_known(int descriptor);
bool is_set(int descriptor);

// It is closed.
void forget_descriptor(int which);

// Who reads fewer bytes of a known one does not wait, but is told something at
// once.
std::size_t least_to_read(int descriptor);

// No timer is set any more.
void stop_timers();

// Closes all: who has made them was not able to.
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

// Null if `descriptor` is no known timer. Stays until another is made or
// closed.
timer* find_timer(int descriptor);

// Makes the timers readable that are due, as often as they have gone off, and
// returns when the next one will be that is not.
std::uint64_t let_timers_go_off();

// The address of what orders by itself, and not by what is in it: closing the
// one end of a pipe and setting a timer come before who learns of it. Stays
// the same for all numbers of one.
const void* order_of(int descriptor);

// What poll says of one, at once.
short state_of(int descriptor, short events);

// Takes the count out of an event, if it has one.
void empty_event(int descriptor);

}  // namespace racelab::probe
