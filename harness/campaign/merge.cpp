// Distributed under the Boost Software License, Version 1.0.
#include "harness/campaign/merge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

namespace racelab::campaign {
namespace {

using subject_key = std::pair<std::string, std::string>;

subject_key key_of(const subject_seeds& each) {
  return {each.compiler, each.subject};
}

std::string plan_conflict(const named_result& one, const named_result& other) {
  return fmt::format("{} and {} are of different campaigns: {}; {}", one.name,
                     other.name, plan_of(one.content), plan_of(other.content));
}

std::string in_words(const judgement& each) {
  std::vector<std::string> findings;
  for (const seen_finding& one : each.findings)
    findings.push_back(
        fmt::format("{} {}:{} {}", one.id, one.file, one.line, one.schedule));
  return fmt::format("{}, {} schedules{}{}", detect::name_of(each.verdict),
                     each.schedules, findings.empty() ? "" : ", ",
                     fmt::join(findings, ", "));
}

class joining {
 public:
  explicit joining(const named_result& first) : first_(first) {
    out_.all.seeds = first.content.seeds;
    out_.all.interleavings = first.content.interleavings;
    out_.all.shards = first.content.shards;
  }

  void add(const named_result& file) {
    if (plan_of(file.content) != plan_of(first_.content)) {
      out_.conflicts.push_back(plan_conflict(first_, file));
      return;
    }
    std::set<std::pair<std::string, std::uint32_t>> shards;
    for (const subject_seeds& each : file.content.subjects) {
      add(each, file.name);
      for (const auto& [seed, judged] : each.judged)
        shards.emplace(each.compiler,
                       shard_with(seed, out_.all.seeds, out_.all.shards));
    }
    for (const auto& each : shards) files_[each].push_back(file.name);
  }

  joined finish() {
    for (auto& [key, each] : subjects_)
      out_.all.subjects.push_back(std::move(each.all));
    for (const auto& [which, files] : files_)
      if (files.size() > 1)
        out_.repeated.push_back(
            fmt::format("shard {} of {} is in {}",
                        name_of(shard{which.second, out_.all.shards}),
                        which.first, fmt::join(files, " and ")));
    return std::move(out_);
  }

 private:
  struct gathered {
    subject_seeds all;
    std::string file;                            // that had it first
    std::map<std::uint32_t, std::string> files;  // that had each seed first
  };

  void add(const subject_seeds& each, const std::string& file) {
    if (!check_sources(each, file)) return;
    const auto [known, is_new] =
        subjects_.try_emplace(key_of(each), gathered{each, file, {}});
    if (is_new) known->second.all.judged.clear();
    for (const auto& [seed, judged] : each.judged)
      add(known->second, seed, judged, file);
  }

  // Whatever compiler they were judged with.
  bool check_sources(const subject_seeds& each, const std::string& file) {
    const auto [known, is_new] = sources_.try_emplace(
        each.subject, std::pair(std::pair(each.sources, each.expected), file));
    const auto& [content, first] = known->second;
    if (is_new || content == std::pair(each.sources, each.expected))
      return true;
    out_.conflicts.push_back(
        fmt::format("{} and {} have judged different sources of {}", first,
                    file, each.subject));
    return false;
  }

  void add(gathered& to, std::uint32_t seed, const judgement& judged,
           const std::string& file) {
    const auto [known, is_new] = to.all.judged.try_emplace(seed, judged);
    judgement& kept = known->second;
    if (is_new) {
      to.files[seed] = file;
    } else if (kept.complete && judged.complete) {
      if (kept != judged)
        out_.conflicts.push_back(
            fmt::format("{} with seed {} ({}) is {} in {}, and {} in {}",
                        to.all.subject, seed, to.all.compiler, in_words(kept),
                        to.files[seed], in_words(judged), file));
    } else if (judged.complete || (!kept.complete && judged < kept)) {
      kept = judged;
      to.files[seed] = file;
    }
  }

  const named_result& first_;
  joined out_;
  std::map<subject_key, gathered> subjects_;
  // By subject: its sources and what is expected, and who said so first.
  std::map<
      std::string,
      std::pair<std::pair<std::string, std::vector<std::string>>, std::string>>
      sources_;
  // By compiler and shard.
  std::map<std::pair<std::string, std::uint32_t>, std::vector<std::string>>
      files_;
};

}  // namespace

joined join(const std::vector<named_result>& files) {
  joining all(files.front());
  for (const named_result& each : files) all.add(each);
  return all.finish();
}

}  // namespace racelab::campaign
