// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>

namespace racelab::report {

// Any text as one word of a POSIX shell's, between single quotes.
std::string quoted_word(std::string_view text);

// The same, but as it is where a shell takes it for one word anyhow.
std::string shell_word(std::string_view text);

}  // namespace racelab::report
