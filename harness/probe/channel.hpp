// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The subject's end of the mapping that it shares with the judge.

#include "harness/probe/wire.hpp"

namespace racelab::probe {

// Maps what the judge handed over, and says what is mapped where. Null, with
// a message on standard error, if this is not a judge's doing.
wire::channel* open_channel();

// The module that is mapped at an address; null if none is, or if none is
// known yet.
const wire::module* module_at(std::uint64_t address);

void give_turn_to_judge();

// Blocks until the judge wants a schedule. Ends the process if the judge has
// gone away.
void await_turn();

}  // namespace racelab::probe
