// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/matrix/message.hpp"

namespace racelab::matrix {

// `cppcheck --xml`. What is about the checking itself (severity
// "information") is left out.
std::vector<message> read_cppcheck_xml(std::string_view text,
                                       const std::filesystem::path& root);

// `valgrind --xml=yes`, by Helgrind and DRD; the signal that ended the program
// is one of the messages.
std::vector<message> read_valgrind_xml(std::string_view text,
                                       const std::filesystem::path& root);

}  // namespace racelab::matrix
