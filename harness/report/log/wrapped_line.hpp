// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace racelab::report::log {

// The text that a line carries in the syntax of another tool: Docker's
// json-file ({"log":"…\n","stream":"stderr",…}) or TeamCity's service messages
// (##teamcity[testStdErr … out='…|n…']). It may have line ends. Null if the
// line is neither.
std::optional<std::string> unwrapped(std::string_view line);

}  // namespace racelab::report::log
