// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/probe/wire.hpp"

namespace racelab::probe {

extern wire::channel* channel;

// Runs the scenario once, in real time.
void run(const wire::request& request);

}  // namespace racelab::probe
