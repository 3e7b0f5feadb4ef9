// Distributed under the Boost Software License, Version 1.0.
#pragma once

// How fast the primitives and the judge are, as ratios to something real that
// is measured in the same call.

#include "harness/bench/contest.hpp"
#include "harness/pipeline.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace racelab::bench {

struct plan {
  std::vector<std::string> names;  // of figures, or what they begin with up to
                                   // a slash; none: all
  bool quick = false;              // shorter samples, and not the longest ones
  std::filesystem::path kept;      // what is built, for later runs too
  std::filesystem::path programs;  // the matrix's
  judging how;
};

struct machine {
  std::string processor;
  unsigned processors = 0;
  double memory_gib = 0;
  std::string kernel;
  double load = 0;  // of one minute, before it began
  std::string compiler;
  std::string boost;

  bool operator==(const machine&) const = default;
};

struct result {
  bench::machine machine;
  bool quick = false;
  double seconds = 0;  // all in all, what had to be built included
  std::vector<figure> figures;
};

// Whether plan::names, or all that they begin, has that figure.
bool is_wanted(const std::string& figure,
               const std::vector<std::string>& names);

// A name that is wanted is none of a figure's. One line that names it.
class no_such_figure : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

// How far it is.
struct progress {
  std::size_t done = 0;  // samples
  std::size_t planned = 0;
  std::string doing;
};
using progress_function = std::function<void(const progress&)>;

// Builds what is not kept, and measures one figure after the other. Blocks
// until all is done. What fails is a figure that was not run. Throws
// no_such_figure before anything is measured, and interrupted.
result make_bench(const installation&, const plan&, const progress_function&);

}  // namespace racelab::bench
