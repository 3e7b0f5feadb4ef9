// Distributed under the Boost Software License, Version 1.0.
#pragma once

// From a source file to a verdict: catalogue → build → run → observe → judge
// → report, one call each.

#include "harness/build/subject_build.hpp"
#include "harness/build/toolchain.hpp"
#include "harness/campaign/result.hpp"
#include "harness/catalogue/catalogue.hpp"
#include "harness/explore/explorer.hpp"
#include "harness/kept_results.hpp"
#include "harness/report/replayed.hpp"
#include "harness/report/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace racelab {

// What every judgement needs, read once.
struct installation {
  build::toolchain toolchain;
  catalogue::manifest catalogue;
  build::options builds;
  kept_results results;
};

// What was built at `built` from the tree at `source`. Throws what names the
// file that cannot be read.
installation load_installation(const std::filesystem::path& source,
                               const std::filesystem::path& built);

// One source file to be judged.
struct task {
  build::subject_source source;
  report::subject_result result;  // filled in as far as it is known
  bool timed = true;  // its real latency is measured, for people to see
};

task task_for(const installation&, const catalogue::subject&);

// Somebody's own solution of a lesson that exists.
task task_for(const std::filesystem::path& file, std::string_view lesson);

struct judging {
  explore::options explore;
  unsigned latency_runs = 20;       // 0: not measured
  std::uint16_t services_port = 0;  // see explore::latency_options
  unsigned at_once = 1;             // subjects
  bool profile = false;  // tell what the judgement spends its time on
  bool again = false;    // also what an earlier run has judged
  std::stop_token stop;  // ends everything, by way of `interrupted`
};

// The judging was told to stop.
class interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

// How far one subject is.
struct step {
  std::size_t subject = 0;  // its index
  std::string doing;        // "compiles", "schedule 20 of 300"; empty: done
  double fraction = 0;
};

// Called from several threads at once.
using step_function = std::function<void(const step&)>;

// Builds, explores, measures and judges every task, several at once, or takes
// the result of an earlier run of the same executables. Blocks
// until all are done; the results are in the order of the tasks. What fails
// is an inconclusive result, not an exception. Throws interrupted.
std::vector<report::subject_result> judge_all(const installation&,
                                              std::span<const task>,
                                              const judging&,
                                              const step_function&);

// What the file's own lines use besides their arguments; nothing of one that
// cannot be built. Blocks for as long as the compiler takes, and what it makes
// is there for judge_all. Throws interrupted.
std::vector<build::outside_use> outside_uses_of(const installation&,
                                                const task&, const judging&);

// Runs one schedule again. Blocks until it has ended. A subject that cannot be
// built or run is an inconclusive result. Throws interrupted.
report::replayed replay(const installation&, const task&,
                        const explore::schedule&, const judging&);

// The same, for what ThreadSanitizer prints in its own words while the schedule
// runs, in the midst of what the subject prints. Throws
// explore::environment_failure if the subject cannot be built or run.
std::string printed_by(const installation&, const task&,
                       const explore::schedule&, const judging&);

// The task's program, built, whose schedules are run one by one; what is seen
// has the names that the reader knows. The installation must outlive it. Blocks
// for as long as the compiler takes. Throws explore::environment_failure if it
// cannot be built, and interrupted.
std::unique_ptr<explore::runner> open(const installation&, const task&,
                                      const judging&);

// A campaign of these tasks of which nothing has been judged yet.
campaign::result plan_campaign(const installation&, std::span<const task>,
                               const campaign::seed_range&,
                               std::uint32_t shards, const judging&);

// Called from one thread at a time, now and then, and at the end, also at one
// by an exception: what has been judged so far.
using keep_function = std::function<void(const campaign::result&)>;

// Judges each task with each seed of the shard that `all`, planned for these
// tasks, lacks: each judgement as if it were the only one, so that it shows the
// same whatever else is judged, but without measuring latency. What fails is an
// inconclusive judgement. Throws interrupted, what `keep` throws, and
// std::runtime_error if somebody changes sources before they are built.
void judge_shard(const installation&, std::span<const task>,
                 campaign::result& all, const campaign::shard&, const judging&,
                 const step_function&, const keep_function& keep);

// The results of a run, with what they were got by.
report::run_result run_of(const installation&,
                          std::vector<report::subject_result>);

// The source files that the results point into, as far as they can be read.
report::sources sources_of(const installation&, const report::run_result&);

}  // namespace racelab
