// Distributed under the Boost Software License, Version 1.0.
#pragma once

// `object` of a crash event: 1 a null pointer, 2 an exception that nobody
// caught, 0 anything else.
//
// What becomes of a subject that crashes: it is recorded, with its stack. A
// thread that dereferences a null pointer stops there and the others go on, so
// that the race which explains it is still seen; whatever else crashes ends
// the schedule.

#include <cstdint>

namespace racelab::probe {

// Handlers for the signals of a crash, and for std::terminate.
void catch_crashes();

// Gives the calling thread a signal stack, so that a stack overflow is caught.
void use_signal_stack(unsigned index);

// Which signals the calling thread blocks, as the kernel writes it.
std::uint64_t signal_mask();
void set_signal_mask(std::uint64_t mask);

// Whether the last crash may have damaged the process's memory.
bool crash_damages_process();

}  // namespace racelab::probe
