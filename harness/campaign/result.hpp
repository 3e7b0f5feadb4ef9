// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a campaign, or a part of one, has shown: values only.

#include "harness/campaign/shard.hpp"
#include "harness/detect/verdict.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace racelab::campaign {

struct seen_finding {
  std::string id;
  std::string file;
  int line = 0;
  std::string schedule;  // the token that shows it

  auto operator<=>(const seen_finding&) const = default;
};

// What one subject showed with one seed: a whole judgement, of several hundred
// schedules.
struct judgement {
  detect::verdict_kind verdict = detect::verdict_kind::inconclusive;
  bool as_expected = false;
  // All that was planned was run, to its end. If not, that may be the machine's
  // doing, and the next time it may show something else.
  bool complete = false;
  unsigned schedules = 0;            // explored
  std::vector<std::string> reasons;  // why it is not as expected
  std::vector<seen_finding> findings;

  auto operator<=>(const judgement&) const = default;
};

// One subject with one compiler.
struct subject_seeds {
  std::string subject;
  std::string compiler;
  std::string sources;  // a name for all that its judgements depend on
  std::vector<std::string> expected;
  std::map<std::uint32_t, judgement> judged;  // by seed

  bool operator==(const subject_seeds&) const = default;
};

struct result {
  seed_range seeds;
  unsigned interleavings = 0;  // that each judgement may try
  std::uint32_t shards = 1;    // into which the campaign is split
  std::vector<subject_seeds> subjects;

  bool operator==(const result&) const = default;
};

// All that were explored, by all judgements.
std::uint64_t schedules_in(const result&);

std::uint64_t judgements_in(const result&);

// A shard of which not all judgements are there.
struct missing_shard {
  std::string compiler;
  shard which;
  std::uint64_t judged = 0;
  std::uint64_t planned = 0;
};

// Of every compiler that the result speaks of.
std::vector<missing_shard> missing_shards(const result&);

// What makes two results parts of one campaign: its seeds, the number of its
// shards, and how much each judgement tries. In words.
std::string plan_of(const result&);

// Adds the complete judgements that `known` has of the same subjects, if their
// sources are the same. Returns how many judgements that are.
std::uint64_t take_over(result& to, const result& known);

}  // namespace racelab::campaign
