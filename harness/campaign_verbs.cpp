// Distributed under the Boost Software License, Version 1.0.
#include "harness/campaign_verbs.hpp"

#include "harness/campaign/merge.hpp"
#include "harness/campaign/result_file.hpp"
#include "harness/campaign/table.hpp"
#include "harness/console.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/output_file.hpp"
#include "harness/task_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include <unistd.h>

namespace racelab {
namespace {

namespace fs = std::filesystem;

campaign::shard shard_of(const command_line& wanted) {
  try {
    return campaign::wanted_shard(wanted.shard,
                                  std::getenv("GTEST_SHARD_INDEX"),
                                  std::getenv("GTEST_TOTAL_SHARDS"));
  } catch (const campaign::shard_error& error) {
    throw usage_error(error.what());
  }
}

campaign::seed_range seeds_of(const command_line& wanted) {
  if (wanted.first_seed > wanted.last_seed) {
    throw usage_error(fmt::format("--from {} is beyond --to {}",
                                  wanted.first_seed, wanted.last_seed));
  }
  return {wanted.first_seed, wanted.last_seed};
}

bool has_unexpected(const campaign::judgement& judged,
                    const std::vector<std::string>& expected) {
  return std::any_of(judged.findings.begin(), judged.findings.end(),
                     [&](const campaign::seen_finding& each) {
                       return std::find(expected.begin(), expected.end(),
                                        each.id) == expected.end();
                     });
}

// A finding is a fact, whatever else was not run to its end.
int status_of(const campaign::result& all) {
  int status = exit_status::good;
  for (const campaign::subject_seeds& each : all.subjects) {
    for (const auto& [seed, judged] : each.judged) {
      if (judged.as_expected) continue;
      if (judged.complete || has_unexpected(judged, each.expected)) {
        return exit_status::findings;
      }
      status = exit_status::inconclusive;
    }
  }
  return status;
}

// Takes over what the file has, and makes its folder.
void go_on_from(const fs::path& file, campaign::result& all, bool again) {
  fs::create_directories(file.parent_path());
  report::remove_left_over(file);
  const auto known = campaign::read_to_go_on(file, all);
  if (!known || again) return;
  const std::uint64_t taken = campaign::take_over(all, *known);
  complain(fmt::format("{} has {} already", file.string(),
                       report::count_of(taken, "judgement")));
}

// All but what is to be written there, which is made of the others.
std::vector<fs::path> results_in(const fs::path& folder, const fs::path& out) {
  std::vector<fs::path> files;
  std::error_code not_there;
  for (const auto& each : fs::directory_iterator(folder)) {
    if (each.path().extension() == ".json" && each.is_regular_file() &&
        !fs::equivalent(each.path(), out, not_there)) {
      files.push_back(each.path());
    }
  }
  if (files.empty()) {
    throw std::runtime_error("there is no *.json in " + folder.string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<campaign::named_result> read_parts(
    const std::vector<fs::path>& named, const fs::path& out) {
  std::vector<campaign::named_result> parts;
  for (const fs::path& each : named) {
    const auto files =
        fs::is_directory(each) ? results_in(each, out) : std::vector{each};
    for (const fs::path& file : files) {
      parts.push_back({file.string(), campaign::read_file(file)});
    }
  }
  return parts;
}

}  // namespace

int judge_seeds(const installation& here, std::span<const task> tasks,
                const command_line& wanted, const judging& how, bool as_json) {
  const campaign::shard part = shard_of(wanted);
  campaign::result all =
      plan_campaign(here, tasks, seeds_of(wanted), part.count, how);
  keep_function keep = [](const campaign::result&) {};
  if (!wanted.out.empty()) {
    const fs::path file =
        campaign::place_in(wanted.out, build::describe(here.toolchain), part);
    go_on_from(file, all, how.again);
    keep = [file](const campaign::result& now) {
      report::write_file_whole(file, campaign::json(now));
    };
  }
  {
    task_progress shown(tasks);
    judge_shard(here, tasks, all, part, how, shown.function(), keep);
  }
  print(as_json ? campaign::json(all)
                : campaign::table(all, report::look_for(STDOUT_FILENO)));
  return status_of(all);
}

int merge(const command_line& wanted, bool as_json) {
  const campaign::joined joined =
      campaign::join(read_parts(wanted.parts, wanted.out));
  for (const std::string& each : joined.repeated) complain(each);
  for (const std::string& each : joined.conflicts) complain(each);
  if (!joined.conflicts.empty()) return exit_status::inconclusive;
  if (!wanted.out.empty()) {
    report::write_file_whole(wanted.out, campaign::json(joined.all));
  }
  const auto screen = report::look_for(STDOUT_FILENO);
  print(as_json ? campaign::json(joined.all)
                : campaign::table(joined.all, screen) +
                      campaign::missing_table(joined.all, screen));
  return campaign::missing_shards(joined.all).empty()
             ? status_of(joined.all)
             : exit_status::inconclusive;
}

}  // namespace racelab
