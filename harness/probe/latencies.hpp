// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/probe/wire.hpp"

#include <cstdint>

namespace racelab::probe {

// How long a service takes to answer: a multiple of the scenario's unit, each
// service another one, assigned by the permutation with index env.order (in
// the order of the factorial number system).
std::uint64_t latency(const wire::scenario& about, const wire::environment& env,
                      std::uint32_t service);

// Whether a call to the service gives up when its context is done.
bool gives_up(const wire::scenario& about, std::uint32_t service);

}  // namespace racelab::probe
