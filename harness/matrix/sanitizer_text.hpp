// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/matrix/message.hpp"

namespace racelab::matrix {

// ThreadSanitizer's reports, by g++ or clang. Its failures are no reports.
std::vector<message> read_tsan_log(std::string_view text,
                                   const std::filesystem::path& root);

// The reports of AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer
// in one text.
std::vector<message> read_asan_log(std::string_view text,
                                   const std::filesystem::path& root);

}  // namespace racelab::matrix
