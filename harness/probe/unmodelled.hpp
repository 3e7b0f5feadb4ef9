// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::probe {

// The subject used something that the scheduler has no model of: the schedule
// ends here and proves nothing. `what` is a noun phrase.
[[noreturn]] void end_unmodelled(const char* what);

}  // namespace racelab::probe
