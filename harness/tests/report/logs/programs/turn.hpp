// Distributed under the Boost Software License, Version 1.0.

// Puts the steps of several threads in order without ThreadSanitizer's
// knowledge: turn.cpp is compiled without it, so it sees no happens-before.
#pragma once

extern "C" {
// Blocks until turn_next has been called `step` times.
void turn_wait(int step);
void turn_next();
}
