// Distributed under the Boost Software License, Version 1.0.
#include "harness/campaign/shard.hpp"

#include <fmt/format.h>

#include <charconv>

namespace racelab::campaign {
namespace {

std::optional<std::uint32_t> number_in(std::string_view text) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

shard shard_of(std::string_view index, std::string_view count,
               const std::string& as_given) {
  const auto i = number_in(index);
  const auto n = number_in(count);
  if (!i || !n || *n == 0) {
    throw shard_error(as_given +
                      ": a shard is I/N, two numbers, for instance 0/4");
  }
  if (*n > most_shards) {
    throw shard_error(fmt::format("{}: there can be {} shards at most",
                                  as_given, most_shards));
  }
  if (*i >= *n) {
    throw shard_error(fmt::format("{}: the shards of {} are 0/{} to {}/{}",
                                  as_given, *n, *n, *n - 1, *n));
  }
  return {*i, *n};
}

}  // namespace

std::uint64_t count_of(const seed_range& range) {
  return std::uint64_t{range.last} - range.first + 1;
}

std::uint32_t shard_with(std::uint32_t seed, const seed_range& range,
                         std::uint32_t shards) {
  return (seed - range.first) % shards;
}

std::string name_of(const shard& which) {
  return fmt::format("{}/{}", which.index, which.count);
}

shard parse_shard(std::string_view text) {
  const std::size_t slash = text.find('/');
  const bool split = slash != std::string_view::npos;
  return shard_of(text.substr(0, slash), split ? text.substr(slash + 1) : "",
                  fmt::format("--shard {}", text));
}

shard wanted_shard(const std::optional<std::string>& option,
                   const char* gtest_shard_index,
                   const char* gtest_total_shards) {
  std::optional<shard> asked;
  if (option) asked = parse_shard(*option);
  if (gtest_shard_index == nullptr && gtest_total_shards == nullptr) {
    return asked.value_or(shard{});
  }
  if (gtest_shard_index == nullptr || gtest_total_shards == nullptr) {
    throw shard_error(
        "GTEST_SHARD_INDEX and GTEST_TOTAL_SHARDS go together, and only one "
        "of them is set");
  }
  const shard inherited =
      shard_of(gtest_shard_index, gtest_total_shards,
               fmt::format("GTEST_SHARD_INDEX={} GTEST_TOTAL_SHARDS={}",
                           gtest_shard_index, gtest_total_shards));
  if (asked && *asked != inherited) {
    throw shard_error(fmt::format(
        "--shard {} contradicts GTEST_SHARD_INDEX={} GTEST_TOTAL_SHARDS={}; "
        "unset these",
        name_of(*asked), gtest_shard_index, gtest_total_shards));
  }
  return inherited;
}

}  // namespace racelab::campaign
