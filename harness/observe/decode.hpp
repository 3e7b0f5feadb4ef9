// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"
#include "harness/observe/symbolizer.hpp"
#include "harness/probe/wire.hpp"

#include <stdexcept>
#include <string>

namespace racelab::observe {

// The shared memory holds what no probe writes: the subject wrote there.
class malformed_channel : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What became of a process that never said how its schedule ended.
struct process_fate {
  observe::ending ending = observe::ending::crashed;
  std::string reason;
};

// What one schedule left in `from`, whether the probe brought it to an end or
// the process met its `fate` in the middle of it.
//
// Every number is checked before it is used, since a subject can write
// anywhere in its own memory, even while this reads; control characters in
// its texts become question marks, so that they can be printed. Throws
// malformed_channel.
//
// `lines` may be null: then stacks are empty.
observation decode(const wire::channel& from, const environment& asked,
                   const process_fate& fate, symbolizer* lines);

}  // namespace racelab::observe
