// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/json.hpp>

#include <string_view>

namespace racelab::report {

// Where `part` stands in `line`, of which it is a part, as the page shows that
// line: [first, last), counted in characters rather than bytes. null for an
// empty part.
boost::json::value marked_part(std::string_view line, std::string_view part);

}  // namespace racelab::report
