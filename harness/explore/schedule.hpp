// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::explore {

// At the `point`-th choice, `thread` runs instead of the default.
struct deviation {
  unsigned point = 0;
  unsigned thread = 0;

  bool operator==(const deviation&) const = default;
};

// Everything that decides one run of a subject: its environment and who runs
// when. Either the deviations from the default order are listed, or, where
// `sampled` is set, a sampler draws them from `seed`.
struct schedule {
  observe::environment environment;
  std::vector<deviation> deviations;
  bool sampled = false;
  std::uint32_t seed = 0;

  bool operator==(const schedule&) const = default;
};

// A schedule as a word of lower-case letters and digits, the same for equal
// schedules: "o0" is the plainest, "o4f2p12t3" takes the fifth order of
// completion, lets the second service fail and has thread 3 run at choice 12.
//   o<order> [u<use>] [f<fault>] [c<step> | d<step>] [r<seed in base 36> |
//   (p<n>t<n>)*]
std::string token(const schedule&);

// The schedule that `word` stands for. Throws std::invalid_argument, naming
// what is wrong, if it is not a token.
schedule parse_token(std::string_view word);

}  // namespace racelab::explore
