// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <vector>

namespace racelab::explore {

// A program under test: one executable that speaks harness/probe/wire.hpp,
// and the files that its author wrote, which is where findings point.
struct subject {
  std::filesystem::path executable;
  std::vector<std::filesystem::path> sources;
};

// Nothing can be said about the subject: it does not start, its
// ThreadSanitizer does not run on this kernel, it does not speak the protocol
// or wrote into the judge's memory. Never the same as a finding.
class environment_failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace racelab::explore
