// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a subject's object file may not give to the program that judges it: a
// definition of its own for what belongs to the C and C++ libraries, which
// everything else in the program would then use; and code that runs before the
// judge's.

#include "harness/build/object_symbols.hpp"
#include "harness/build/source_rules.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

namespace racelab::build {

// Whether the C or C++ library defines something of that name.
bool is_library_name(std::string_view symbol);

// The violations, each at the line where the definition begins, in `subject`.
// Instances of the libraries' own templates are theirs, and so not the
// subject's. `compilers_own`: functions that a compiler has run early by
// itself.
std::vector<rule_violation> check_object(
    const object_symbols&, const std::filesystem::path& subject,
    const std::function<bool(const std::filesystem::path&)>& is_own,
    std::size_t compilers_own);

}  // namespace racelab::build
