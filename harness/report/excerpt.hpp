// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"
#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <string>
#include <vector>

namespace racelab::report {

struct excerpt_options {
  unsigned columns = 80;
  int before = 3;  // lines of context
  int after = 3;
};

// The source around `place`, each line with its number, `place`'s own marked
// and never cut, with a caret below its column where that is known. Painted,
// and at most so many columns wide. Empty if the source is not at hand.
std::vector<std::string> excerpt(const sources&, const observe::frame& place,
                                 const excerpt_options&, const look&);

// The columns that painted text takes on a screen.
unsigned painted_width(std::string_view text);

}  // namespace racelab::report
