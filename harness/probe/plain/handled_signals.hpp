// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::probe {

// Whether the process handles a signal. Asks the kernel alone, so that no
// sanitizer takes it for an order between threads. That a thread blocks it is
// no sign that somebody waits for it: the C library blocks all while it starts
// a thread, and another thread may let it through, and lose it.
bool is_handled(int signal);

}  // namespace racelab::probe
