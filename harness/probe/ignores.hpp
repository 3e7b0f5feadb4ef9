// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::probe {

// Ends every bracket of AnnotateIgnore…Begin that the calling thread is in:
// ThreadSanitizer ends the process when a thread ends inside one.
void end_ignores();

// Whether the calling thread is in none.
bool ignores_nothing();

// Orders all that the calling thread has done before what another does after
// acquire(object), as starting or joining a thread would: not inside a bracket
// of AnnotateIgnoreSync.
void release(const void* object);
void acquire(const void* object);

}  // namespace racelab::probe
