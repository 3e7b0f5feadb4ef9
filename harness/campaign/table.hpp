// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/campaign/result.hpp"
#include "harness/report/look.hpp"

#include <string>

namespace racelab::campaign {

// A line for each subject, compiler by compiler: how many of the seeds gave
// what is expected, and which did not; and how much was run for it.
std::string table(const result&, const report::look&);

// A line for each shard that is missing.
std::string missing_table(const result&, const report::look&);

}  // namespace racelab::campaign
