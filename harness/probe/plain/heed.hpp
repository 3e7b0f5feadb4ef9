// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::probe {

// Whether a signal to the process would be noticed by somebody: it is handled,
// or kept, since the thread that began the process blocks it. Asks the kernel
// alone, so that no sanitizer takes it for an order between threads.
bool is_heeded(int signal);

}  // namespace racelab::probe
