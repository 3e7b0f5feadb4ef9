// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::probe {

// Has ThreadSanitizer forget what it knows of the memory that the schedule's
// races were about. LLVM's runtime, since version 14, overlooks all reads of a
// word once it has reported a race there, and the next schedule may have
// another object in the same place. Between schedules nothing is lost by it:
// all of one comes before all of the next.
void forget_racy_memory();

// The same for what the calling thread's earlier calls have left on its stack,
// below the caller's frame: it remembers four accesses to a word, and old ones
// would crowd out new ones.
void forget_old_stack();

}  // namespace racelab::probe
