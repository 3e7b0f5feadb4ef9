// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/command_line.hpp"

namespace racelab {

// Before anything is read: throws usage_error if a file that is to be written
// is also one that is read, is to be written twice, or has no folder to be in.
// By whatever names they are called; devices and pipes may be both.
void check_output_targets(const command_line&);

}  // namespace racelab
