// Distributed under the Boost Software License, Version 1.0.
#pragma once

// One unordered pair of operations can give dozens of reports: every word of an
// object that is moved or destroyed is a race of its own, and a report takes
// ThreadSanitizer longer than a whole schedule. After a few in a row the
// thread's accesses are not looked at until its next scheduling point.

#include "harness/probe/scheduler.hpp"

namespace racelab::probe {

// Counts a report that the thread has just caused.
void note_race(thread* by);

// Mutes the calling thread if it has caused enough; returns whether it did.
// Not to be called from inside a report.
bool mute_if_due(thread* me);

// Looks at the calling thread's accesses again.
void unmute(thread* me);

}  // namespace racelab::probe
