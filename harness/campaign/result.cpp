// Distributed under the Boost Software License, Version 1.0.
#include "harness/campaign/result.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::campaign {
namespace {

// How many of the range's seeds a shard has.
std::uint64_t seeds_of(const shard& which, const seed_range& range) {
  const std::uint64_t all = count_of(range);
  return all / which.count + (which.index < all % which.count ? 1 : 0);
}

}  // namespace

std::uint64_t schedules_in(const result& all) {
  std::uint64_t sum = 0;
  for (const subject_seeds& each : all.subjects)
    for (const auto& [seed, judged] : each.judged) sum += judged.schedules;
  return sum;
}

std::uint64_t judgements_in(const result& all) {
  std::uint64_t sum = 0;
  for (const subject_seeds& each : all.subjects) sum += each.judged.size();
  return sum;
}

std::vector<missing_shard> missing_shards(const result& all) {
  std::map<std::string, std::vector<missing_shard>> by_compiler;
  for (const subject_seeds& each : all.subjects) {
    std::vector<missing_shard>& shards = by_compiler[each.compiler];
    shards.resize(all.shards);
    for (std::uint32_t i = 0; i < all.shards; ++i) {
      shards[i].compiler = each.compiler;
      shards[i].which = {i, all.shards};
      shards[i].planned += seeds_of(shards[i].which, all.seeds);
    }
    for (const auto& [seed, judged] : each.judged)
      ++shards[shard_with(seed, all.seeds, all.shards)].judged;
  }
  std::vector<missing_shard> missing;
  for (const auto& [compiler, shards] : by_compiler)
    std::copy_if(
        shards.begin(), shards.end(), std::back_inserter(missing),
        [](const missing_shard& each) { return each.judged < each.planned; });
  return missing;
}

std::string plan_of(const result& all) {
  return fmt::format("seeds {} to {}, --schedules {}, {} shard{}",
                     all.seeds.first, all.seeds.last, all.interleavings,
                     all.shards, all.shards == 1 ? "" : "s");
}

std::uint64_t take_over(result& to, const result& known) {
  std::uint64_t taken = 0;
  for (subject_seeds& each : to.subjects) {
    const auto before =
        std::find_if(known.subjects.begin(), known.subjects.end(),
                     [&](const subject_seeds& other) {
                       return other.subject == each.subject &&
                              other.compiler == each.compiler &&
                              other.sources == each.sources &&
                              other.expected == each.expected;
                     });
    if (before == known.subjects.end()) continue;
    for (const auto& [seed, judged] : before->judged)
      if (judged.complete)
        taken += each.judged.try_emplace(seed, judged).second ? 1 : 0;
  }
  return taken;
}

}  // namespace racelab::campaign
