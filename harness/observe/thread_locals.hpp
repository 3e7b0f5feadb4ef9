// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>

namespace racelab::observe {

// Whether the program in this file has thread_local objects of its own, that
// is, besides those of the probe and of ThreadSanitizer's runtime. Also true
// if that can't be told: without a symbol table, say.
bool has_thread_locals(const std::string& executable);

}  // namespace racelab::observe
