// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <optional>
#include <string>

namespace racelab::detect {

// Why this schedule's silence proves nothing, in one sentence that names what
// the subject used and where, if that is known; nothing if the silence counts.
std::optional<std::string> why_inconclusive(const observe::observation&);

}  // namespace racelab::detect
