// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/bench/bench.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace racelab::bench {

// docs/reference/bench.md says what is in it.
std::string bench_json(const result&);

// What bench_json wrote; what it does not know it passes over. Throws
// std::runtime_error, which says what is wrong.
result parse_bench(std::string_view text);

// The same of a file, which the error names.
result read_bench(const std::filesystem::path& file);

}  // namespace racelab::bench
