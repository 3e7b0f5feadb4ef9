// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A schedule at one moment: before the event with that index.

#include "harness/observe/observation.hpp"

#include <cstddef>
#include <vector>

namespace racelab::workshop {

// What was seen until then, as if the schedule had gone no further.
observe::observation before(const observe::observation&, std::size_t event);

// The threads that had been started, in order.
std::vector<observe::thread_number> threads_in(
    const observe::observation& past);

bool has_ended(const observe::observation& past, observe::thread_number);

// The last event of a thread before then; null if there is none.
const observe::event* last_event(const observe::observation&,
                                 observe::thread_number, std::size_t until);

// The subject's line in that event or, if it has none, in the one before, …;
// 0 if none is known.
int last_line(const observe::observation&, observe::thread_number,
              std::size_t until);

// The subject's line in which it happened; 0 if none is known.
int line_of(const observe::event&);

}  // namespace racelab::workshop
