// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/catalogue/catalogue.hpp"
#include "harness/report/look.hpp"

#include <string>

namespace racelab::report {

// The lessons, their variants and what each shows, for people.
std::string list(const catalogue::manifest&, const look&);

// The same for programs.
std::string list_json(const catalogue::manifest&);

}  // namespace racelab::report
