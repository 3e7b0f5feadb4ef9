// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::probe {

// Ends every bracket of AnnotateIgnore…Begin that the calling thread is in:
// ThreadSanitizer ends the process when a thread ends inside one.
void end_ignores();

}  // namespace racelab::probe
