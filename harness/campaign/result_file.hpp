// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/campaign/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace racelab::campaign {

// The result as JSON, schema 1: equal results give equal text. Judgements that
// are the same are one entry, with their seeds.
std::string json(const result&);

// The result that `text` holds. Throws std::runtime_error, which says what is
// wrong with it.
result parse_json(std::string_view text);

// Throws std::runtime_error, which names the file, if it cannot be read or
// holds something else.
result read_file(const std::filesystem::path&);

// Where a shard's result is kept, in a folder that all shards may share:
// "g++-12.2.0.shard-0-of-4.json".
std::filesystem::path place_in(const std::filesystem::path& folder,
                               const std::string& compiler, const shard&);

// What an earlier run has left in the file for `wanted` to go on from, or
// nothing if there is no such file. Throws std::runtime_error if it is of
// another campaign, or cannot be read: what somebody has computed is not lost
// unasked. Only seeds may have been added since, at the end.
std::optional<result> read_to_go_on(const std::filesystem::path&,
                                    const result& wanted);

}  // namespace racelab::campaign
