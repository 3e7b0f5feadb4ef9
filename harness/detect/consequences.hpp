// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A bug shows in more than one way. What merely follows from another finding
// is not told: whoever mends the cause is rid of it, and whoever is shown both
// mends the wrong one first.

#include "harness/detect/finding.hpp"
#include "harness/observe/observation.hpp"

#include <vector>

namespace racelab::detect {

// Whether `consequence` would be gone with `cause`, both seen in `seen`.
bool follows_within(const observe::observation& seen,
                    const finding& consequence, const finding& cause);

// The same for findings of any two schedules of one subject. Less can be said
// here: only lines can be compared.
bool follows_from(const finding& consequence, const finding& cause);

// Whether `what` follows from any of `all`, of whatever schedules; it may be
// among them itself.
bool is_consequence(const finding& what, const std::vector<finding>& all);

// Those that do not follow from one of the others, in the same order.
std::vector<finding> without_consequences(const observe::observation& seen,
                                          const std::vector<finding>&);
std::vector<finding> without_consequences(const std::vector<finding>&);

}  // namespace racelab::detect
