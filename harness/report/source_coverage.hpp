// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/catalogue/catalogue.hpp"
#include "harness/report/look.hpp"

#include <string>

namespace racelab::report {

// The well-known lists of concurrency bugs: each item with the twins that show
// it, those that none shows, and the twins that are on no list. For people.
std::string source_coverage(const catalogue::manifest&, const look&);

// The same for programs.
std::string source_coverage_json(const catalogue::manifest&);

}  // namespace racelab::report
