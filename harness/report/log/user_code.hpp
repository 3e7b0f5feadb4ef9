// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"

#include <string_view>

namespace racelab::report::log {

// Whether a source file is a library's, a runtime's or a compiler's rather than
// the user's own, as far as its path tells.
bool is_library_file(std::string_view path);

// The same of a function whose file is not known: what the sanitizer
// intercepts, and what runs before and around a program.
bool is_library_function(std::string_view name);

// The same of a module without symbols.
bool is_library_module(std::string_view path);

// Marks the first frame of each stack that is the user's own, if there is one.
void mark_user_frames(log_report&);

// The marked frame; null if there is none.
const frame* user_frame(const stack&);

}  // namespace racelab::report::log
