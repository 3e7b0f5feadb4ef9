// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What the clocks show inside a schedule. All of them start at a fixed instant
// and move with the scheduler's virtual time.

#include <cstdint>
#include <ctime>

namespace racelab::probe {

// Whether a clock is one that the scheduler moves. Those that count processor
// time are not.
bool is_virtual(clockid_t clock);

timespec to_timespec(std::uint64_t nanoseconds);

// Saturates: a negative time is the past, one beyond the range is never.
std::uint64_t to_nanoseconds(const timespec& time);

// Whether the kernel refuses it as a duration.
bool malformed(const timespec& time);

// What `clock` shows now.
timespec virtual_now(clockid_t clock);

// The virtual nanoseconds at which `clock` shows `at`.
std::uint64_t virtual_deadline(clockid_t clock, const timespec& at);

// The virtual nanoseconds at which `duration` from now has passed.
std::uint64_t virtual_after(const timespec& duration);

// Blocks until then. Returns false if a signal that was handled meanwhile has
// ended it before.
bool virtual_sleep(std::uint64_t deadline);

}  // namespace racelab::probe
