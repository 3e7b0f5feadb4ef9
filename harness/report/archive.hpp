// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A result as text that only this very program reads again: every field of it,
// with all evidence. Who wants to look at a result takes json.hpp.

#include "harness/report/result.hpp"

#include <string>
#include <string_view>

namespace racelab::report {

std::string archived(const subject_result&);

// What archived() made the text of. Throws what is derived of std::exception
// for any other text.
subject_result unarchived(std::string_view text);

}  // namespace racelab::report
