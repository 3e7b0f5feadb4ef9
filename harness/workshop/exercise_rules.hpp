// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a solution has no use for and who wants to fool the judge has: that with
// which code finds out where it runs, or takes what is not its own.

#include "harness/build/outside_uses.hpp"
#include "harness/workshop/laid_out.hpp"

#include <string_view>
#include <vector>

namespace racelab::workshop {

// What of that can be seen in the text of a learner's part, in order of lines.
// What no subject may contain is the build's to refuse.
std::vector<refusal> forbidden_words(std::string_view learners);

// What of that is seen in the code as it was compiled. `needs_clock`: what is
// given with the exercise looks at a clock, so a learner may. Who does can tell
// the scheduler's time from the clock's. But who behaves differently in the
// one has to be right there, which is all that is asked, and brings a whole
// solution along; and who crashes in the other is found by the latency runs.
std::vector<refusal> forbidden_uses(const std::vector<build::outside_use>&,
                                    bool needs_clock);

}  // namespace racelab::workshop
