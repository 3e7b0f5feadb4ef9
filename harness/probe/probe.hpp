// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a scenario and the probe say to each other. A scenario is compiled like
// the subject (instrumented); the probe is not. There are two probes behind
// these declarations: the controlled one (scheduler, virtual time) and the
// plain one (real threads, real time).
//
// None of these functions synchronises in a way that ThreadSanitizer sees.

#include "harness/probe/wire.hpp"

#include <cstdint>

extern "C" {

// ---- given by the scenario --------------------------------------------------

// Fills what may be varied. Called once, before the first schedule.
void racelab_describe(racelab::wire::scenario* about);

// Runs the function under test once in the environment given. Called on a
// thread of its own for every schedule.
void racelab_scenario(const racelab::wire::environment* env);

// ---- given by the probe -----------------------------------------------------

// Nanoseconds since the schedule's start.
std::uint64_t racelab_now();

// Nanoseconds that the quickest call takes here: what the scenario told, or a
// fraction of it where time is real.
std::uint64_t racelab_unit();

// Begins a call to a service, made with `argument`. Returns the call's number.
std::uint32_t racelab_call_begin(std::uint32_t service, const char* argument);

// Blocks until the service's latency has passed, or until `done(context)`, or
// until the clock shows `give_up_at` (steady_clock nanoseconds; UINT64_MAX:
// never). Says which: answered, failed (the environment's fault), gave_up. A
// service that cannot be interrupted never asks, and never gives up. It asks
// at first, and again once the atomic object that `done` read last is changed:
// at a moment that the scheduler chooses, as it does for every other wait.
racelab::wire::call_outcome racelab_call_wait(std::uint32_t call,
                                              bool (*done)(const void*),
                                              const void* context,
                                              std::uint64_t give_up_at);

// A number that no other call of any schedule was given: what a service
// answers is made of it, so that values tell which call they came from.
std::uint64_t racelab_fresh();

// Ends a call. `text`: the answer's values separated by '\n', or the error.
void racelab_call_end(std::uint32_t call, racelab::wire::call_outcome outcome,
                      const char* text);

// Calls `body(state)`, in which the function under test runs and returns.
// Blocks until everything that it has started has ended or can't go on. The
// stack below the call stays as it was meanwhile, for those who outlive it.
// Returns whether no call outlived the function.
bool racelab_call_function(void (*body)(void*), void* state);

// What came of it: whether it threw, and the error's messages.
void racelab_outcome(bool threw, const char* error);

// The returned value breaks the contract; `text` says how.
void racelab_wrong_result(const char* text);

// The caller is about to cancel the context that it handed over.
void racelab_stop_requested();

// The caller is about to tell what it uses to stop.
void racelab_told_to_stop();

// Sends the process a signal as soon as somebody is prepared for it: handles
// it, waits for it, or blocks it (in the plain half: handles it). Blocks until
// then, and gives up, without having sent it, if nobody is within a second.
void racelab_send_signal(int signal);

}  // extern "C"
