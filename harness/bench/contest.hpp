// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Ours against its peers, in rounds, and the figures that come of it.

#include "harness/bench/statistics.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace racelab::bench {

struct sample {
  double value = 0;
  bool at_least = false;  // it was ended: what it takes is more than that
};

// Blocks until it is measured. Throws matrix::tool_failure if it cannot be, and
// interrupted.
using sampler = std::function<sample()>;

struct rival {
  std::string name;
  std::optional<goal> wanted;
  sampler take;
};

struct contest {
  std::string name;   // of --figure: "tasks/3"
  std::string about;  // one line
  std::string unit;   // of the samples: "s", "schedules/s"
  sampler ours = {};
  std::vector<rival> rivals = {};
  unsigned rounds = 9;
};

struct figure {
  std::string name;
  std::string about;
  std::string unit;
  std::string peer;
  std::optional<goal> wanted = {};
  unsigned rounds = 0;
  double ratio = 0;      // median of the rounds' ratios of ours to theirs
  interval spread = {};  // of that median
  double ours = 0;       // medians
  double theirs = 0;
  bool theirs_at_least = false;  // so the ratio is that at most
  bench::state state = bench::state::not_run;
  std::string why = {};  // of not_run
};

// In each round ours comes first, then each peer. One that cannot be measured
// is not asked again. A figure for each peer, in their order. `tell` is called
// before each sample with who it is, and how many are planned all in all is
// samples_of. Throws interrupted.
std::vector<figure> hold(const contest&,
                         const std::function<void(const std::string&)>& tell);

std::size_t samples_of(const contest&);

}  // namespace racelab::bench
