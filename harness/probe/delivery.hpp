// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A model of how the kernel delivers signals within the process, so that it is
// the schedule that decides where a handler runs: in the first thread that does
// not block the signal, when it next goes on, or from within its wait. What a
// handler waits for is scheduled like everything else.
//
// Not modelled: that a handler ends a wait for a semaphore or a futex early
// (EINTR), and sets of more than the 64 signals that Linux has.

#include "harness/probe/scheduler.hpp"

#include <csignal>

namespace racelab::probe {

// Forgets the last schedule's handlers and signals.
void begin_signals();

// Whether sending and handling it is modelled: not for those that tell of a
// crash, nor for those that cannot be handled.
bool is_modelled(int signal);

// Of a modelled signal, as in a mask.
std::uint64_t bit_of(int signal);

// A set as a mask, and back.
std::uint64_t bits_of(const sigset_t& set);
void set_bits(sigset_t& set, std::uint64_t bits);

// What a receiver is told of a signal.
void describe(int signal, siginfo_t& information);

// As sigaction. Either may be null.
void exchange_action(int signal, const struct sigaction* next,
                     struct sigaction* before);

// Sends a modelled signal, to the process if `to` is null. Does not return if
// that ends the process.
void send_signal(int signal, thread* to);

// Whether the process has made up its mind about it: somebody waits for it,
// all block it, or there is a handler.
bool is_heeded(int signal);

// The calling thread waits, until the deadline, for whoever heeds signals to
// change.
void await_other_heed(std::uint64_t deadline);

// The calling thread blocks these from now on, and no others.
void block_signals(std::uint64_t mask);

// Takes one of the wanted signals that are pending for the calling thread, or
// waits for one until the deadline. Returns its number, or 0.
int await_signal(std::uint64_t wanted, std::uint64_t deadline);

// Those that were sent and could not be delivered to the calling thread.
std::uint64_t pending_signals();

// Runs the handlers of the signals that have reached the calling thread.
void run_handlers();

// The calling thread does what no handler may do; `what` it does, as a verb.
// Told if it is in a handler.
void note_unsafe(const char* what);

}  // namespace racelab::probe
