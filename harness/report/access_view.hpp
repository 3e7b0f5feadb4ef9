// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"
#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace racelab::report {

// One of the accesses that met, in words; all text is printable.
struct access_view {
  std::string what;                     // "write of 8 bytes by thread 1"
  std::optional<observe::frame> place;  // the line to look at, if it is known
  std::string elsewhere;                // said where there is no such line
  std::vector<std::string> notes;       // said below its source
};

// The accesses, each with the source around its place: two beside each other,
// or one below the other.
std::string side_by_side(const std::vector<access_view>&, const sources&,
                         const look&);
std::string one_below_the_other(const std::vector<access_view>&, const sources&,
                                const look&);

}  // namespace racelab::report
