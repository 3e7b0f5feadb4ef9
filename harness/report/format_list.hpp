// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"

#include <string>

namespace racelab::report {

// The formats and what each is for, for people.
std::string format_list(const look&);

// The same for programs, and of what each can be.
std::string format_list_json();

}  // namespace racelab::report
