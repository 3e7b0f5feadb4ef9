// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <csignal>

namespace racelab {

// The signals with which a user ends a program, SIGINT, SIGTERM and SIGHUP,
// but for those that it was started with ignored: who does that (nohup) wants
// them ignored.
sigset_t handled_signals();

// The signal that waits at a signalfd; 0 if there is none. Blocks until there
// is one, unless the descriptor is a non-blocking one.
int take_signal(int descriptor);

}  // namespace racelab
