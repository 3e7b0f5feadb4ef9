// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>

namespace racelab::build {

// What a linker's name stands for, without its parameters:
// "_ZNSt6thread4joinEv" is std::thread::join.
std::string readable_symbol(const std::string& name);

}  // namespace racelab::build
