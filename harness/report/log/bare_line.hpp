// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>

namespace racelab::report::log {

// `line` without its end ("\r"), colours and other escape sequences, and NUL
// bytes. `space` holds the result where something had to go.
std::string_view bare_line(std::string_view line, std::string& space);

// Who wrote a line, from what a CI system or a container's log put in front of
// it: all but the words that are times, which differ from line to line.
// "2024-01-01T00:00:00Z [pod-1] " and "12:00:01.5 [pod-1] " are "[pod-1]".
std::string source_of(std::string_view prefix);

}  // namespace racelab::report::log
