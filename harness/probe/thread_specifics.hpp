// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Thread-specific values (pthread_setspecific), which a kept thread must lose
// as if it had ended.

namespace racelab::probe {

// Keys created from here on are the subject's and its libraries'. Those before
// are ThreadSanitizer's and the probe's own.
void note_keys();

// Destroys the calling thread's values of the noted keys, as the end of a
// thread does.
void destroy_thread_specifics();

}  // namespace racelab::probe
