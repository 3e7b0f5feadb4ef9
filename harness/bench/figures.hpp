// Distributed under the Boost Software License, Version 1.0.
#pragma once

// All that is measured, against whom, and what is aimed at. One source for each
// kind of figure.

#include "harness/bench/contest.hpp"
#include "harness/bench/peer_programs.hpp"
#include "harness/pipeline.hpp"

#include <filesystem>
#include <functional>
#include <vector>

namespace racelab::bench {

struct place {
  const installation& here;
  std::filesystem::path kept;     // what is built, for later runs too
  std::filesystem::path scratch;  // an empty folder, gone afterwards
  judging how;
  bool quick = false;
};

using tell_function = std::function<void(const std::string&)>;

// A contest that is not prepared yet: what it needs is built only if somebody
// wants its figures. `build` may be called beside those of other entries;
// `prepare` comes after it, just before the contest, with the machine for
// itself. Both block for as long as the compiler takes, tell what they do, and
// throw interrupted; what fails in them, the samplers say.
struct entry {
  contest what;
  std::function<void(const tell_function&)> build = {};
  std::function<void(const tell_function&)> prepare = {};
};

// The place, and the programs, must outlive what these return.
std::vector<entry> figures_of_primitives(const place&, peer_programs&);
std::vector<entry> figures_of_lessons(const place&);
std::vector<entry> figures_of_check(const place&);
std::vector<entry> figures_of_catalogue(const place&);
std::vector<entry> figures_of_schedules(const place&);
std::vector<entry> figures_of_bugs(const place&);

}  // namespace racelab::bench
