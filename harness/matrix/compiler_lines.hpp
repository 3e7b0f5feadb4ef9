// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/matrix/message.hpp"

namespace racelab::matrix {

// Warnings and errors as compilers print them, and clang-tidy:
// "FILE:LINE:COLUMN: warning: TEXT [KIND]". Notes are left out.
std::vector<message> read_compiler_lines(std::string_view text,
                                         const std::filesystem::path& root);

}  // namespace racelab::matrix
