// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace racelab::report {

struct seed_range {
  std::uint32_t first = 1;
  std::uint32_t last = 1;  // inclusive
};

// One subject, judged once with each seed.
struct seeds_result {
  std::string subject;
  std::vector<std::string> expected;
  seed_range seeds;
  std::uint32_t as_expected = 0;
  std::vector<std::uint32_t> others;  // seeds that were not, in order
  std::string why;                    // what the first of these gave
};

// A line for each subject: how many of the seeds gave what is expected, and
// which did not.
std::string seeds_table(const std::vector<seeds_result>&, const look&);

// The same for programs.
std::string seeds_json(const std::vector<seeds_result>&);

}  // namespace racelab::report
