// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace racelab::campaign {

struct seed_range {
  std::uint32_t first = 1;
  std::uint32_t last = 1;  // inclusive

  bool operator==(const seed_range&) const = default;
};

std::uint64_t count_of(const seed_range&);

// One of the parts into which a campaign is split, counted from 0: every
// `count`-th seed, of each subject. So each seed is in exactly one shard, and
// the schedules of a single subject can be split as well.
struct shard {
  std::uint32_t index = 0;
  std::uint32_t count = 1;

  bool operator==(const shard&) const = default;
};

// More make no sense, and could not be counted one by one.
constexpr std::uint32_t most_shards = 1'000'000;

// The index of the shard that has the seed, which must be in the range.
std::uint32_t shard_with(std::uint32_t seed, const seed_range&,
                         std::uint32_t shards);

// "0/4" is the first of four.
std::string name_of(const shard&);

// What was asked for is no shard; the text says why, in one line.
class shard_error : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

// Throws shard_error.
shard parse_shard(std::string_view);

// The shard that is wanted: of --shard, or of googletest's variables
// GTEST_SHARD_INDEX and GTEST_TOTAL_SHARDS, which runners of tests set, or all.
// Throws shard_error also if only one variable is set or the variables
// contradict the option.
shard wanted_shard(const std::optional<std::string>& option,
                   const char* gtest_shard_index,
                   const char* gtest_total_shards);

}  // namespace racelab::campaign
