// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/bench/bench.hpp"
#include "harness/bench/comparison.hpp"
#include "harness/report/look.hpp"

#include <string>
#include <vector>

namespace racelab::bench {

// The figures for a terminal, a line for each peer. Of the twins' bugs only
// those whose goal is not met have lines of their own.
std::string bench_table(const result&, const report::look&);

// What has changed since `before`, in words and numbers.
std::string comparison_table(const result& before, const result& now,
                             const std::vector<compared>&, const report::look&);

}  // namespace racelab::bench
