// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"
#include "harness/observe/symbolizer.hpp"
#include "harness/probe/wire.hpp"

#include <stdexcept>

namespace racelab::observe {

// The shared memory holds what no probe writes: the subject wrote there.
class malformed_channel : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What one schedule left in `from`, whether its process still runs or died
// in the middle; `ending` tells how it ended if the probe did not say so.
// Every number is checked before it is used, since a subject can write
// anywhere in its own memory. Throws malformed_channel.
//
// `lines` may be null: then stacks are empty.
observation decode(const wire::channel& from, const environment& asked,
                   symbolizer* lines);

}  // namespace racelab::observe
