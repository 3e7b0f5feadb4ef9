// Distributed under the Boost Software License, Version 1.0.
#include "harness/pipeline.hpp"

#include "harness/build/fingerprint.hpp"
#include "harness/build/folder_content.hpp"
#include "harness/detect/detectors.hpp"
#include "harness/detect/inconclusive.hpp"
#include "harness/detect/verdict.hpp"
#include "harness/explore/latency_run.hpp"
#include "harness/explore/subject_session.hpp"
#include "harness/file_lines.hpp"
#include "harness/for_each_at_once.hpp"
#include "harness/reader_names.hpp"
#include "harness/services/service_process.hpp"

#include <fmt/format.h>
#include <boost/version.hpp>

#include <algorithm>
#include <chrono>
#include <future>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

namespace racelab {
namespace {

namespace fs = std::filesystem;

using report::subject_result;

report::kind kind_of(catalogue::kind kind) {
  return kind == catalogue::kind::pattern ? report::kind::pattern
                                          : report::kind::antipattern;
}

// --- One subject --------------------------------------------------------

void stop_if_told(const judging& how) {
  if (how.stop.stop_requested()) {
    throw interrupted();
  }
}

explore::subject subject_of(const task& what, const fs::path& executable) {
  return {executable, {compiled_file(what)}};
}

// The executables, the plain one only if its latency is to be measured, or
// nothing and why in `result`.
std::optional<build::executables> executables_of(const installation& here,
                                                 const task& what,
                                                 const judging& how,
                                                 unsigned latency_runs,
                                                 subject_result& result) {
  build::options options = here.builds;
  options.stop = how.stop;
  options.plain = latency_runs != 0;
  build::result built =
      build::build_subject(here.toolchain, what.source, options);
  stop_if_told(how);
  if (auto* failure = std::get_if<build::toolchain_failure>(&built)) {
    result.why_not = {"It could not be built: " + failure->reason};
    return std::nullopt;
  }
  if (auto* error = std::get_if<build::compile_error>(&built)) {
    result.diagnostics = std::move(error->diagnostics);
    result.why_not = {"It does not compile."};
    return std::nullopt;
  }
  return std::get<build::executables>(std::move(built));
}

build::executables must_build(const installation& here, const task& what,
                              const judging& how) {
  subject_result failure;
  auto built = executables_of(here, what, how, 0, failure);
  if (!built) {
    throw explore::environment_failure(failure.why_not.front());
  }
  return *std::move(built);
}

explore::outcome explore_with(explore::explorer& explorer, const judging& how,
                              const explore::options& options,
                              const explore::progress_function& report) {
  return explorer.explore(options, [&](const explore::progress& now) {
    stop_if_told(how);
    if (report) {
      report(now);
    }
  });
}

detect::verdict verdict_of(const task& what, const explore::outcome& seen) {
  detect::evidence evidence;
  evidence.kind = what.result.kind;
  evidence.expected = what.result.expected;
  for (const explore::proven_finding& each : seen.findings) {
    evidence.findings.push_back(each.finding);
  }
  evidence.schedules = seen.explored.explored;
  evidence.complete = seen.explored.cut_short.empty();
  evidence.inconclusive = seen.inconclusive;
  if (!evidence.complete) {
    evidence.inconclusive.push_back(seen.explored.cut_short);
  }
  return detect::judge(evidence);
}

// Whoever crashes at real speed has told the scheduler's time from the clock's:
// what the schedules did not find is no proof.
void doubt_if_crashed(explore::outcome& seen,
                      const observe::latency_result& real) {
  if (real.crashed && seen.findings.empty()) {
    seen.inconclusive.push_back("At real speed, " + real.reason + '.');
  }
}

// Whether it could not be measured because nobody was there to be asked, which
// says nothing of the subject. Then that is the reason.
bool services_gone(observe::latency_result& real, const judging& how) {
  if (real.measured || how.services_port == 0 ||
      services::is_served(how.services_port)) {
    return false;
  }
  real = {std::nullopt, "the HTTP services have ended", false};
  return true;
}

void fill_in(subject_result& result, detect::verdict judged) {
  result.verdict = judged.kind;
  result.as_expected = judged.as_expected;
  result.why_not = std::move(judged.reasons);
}

void fill_in(subject_result& result, explore::outcome seen,
             const reader_names& names) {
  result.schedules = seen.explored;
  for (explore::proven_finding& each : seen.findings) {
    names.rename(each.finding);
    names.rename(each.evidence);
    result.findings.push_back(
        {std::move(each.finding), std::move(each.evidence)});
  }
}

void say(const step_function& tell, std::size_t index, std::string doing,
         double fraction) {
  if (tell) {
    tell({index, std::move(doing), fraction});
  }
}

explore::progress_function telling(const step_function& tell,
                                   std::size_t index) {
  return [&tell, index](const explore::progress& now) {
    const unsigned planned = std::max({now.planned, now.done, 1u});
    say(tell, index, fmt::format("schedule {} of {}", now.done, planned),
        static_cast<double>(now.done) / planned);
  };
}

// Latency is measured while the schedules are explored: it sleeps most of the
// time, and its figures decide nothing.
std::future<observe::latency_result> start_measuring(
    const task& what, const build::executables& built, unsigned runs,
    const judging& how) {
  const explore::latency_options wanted{runs, how.services_port, how.stop};
  return std::async(
      std::launch::async, [plain = subject_of(what, built.plain), wanted] {
        return wanted.runs == 0 ? observe::latency_result()
                                : explore::measure_latency(plain, wanted);
      });
}

explore::session_options session_of(const judging& how) {
  explore::session_options session;
  session.stop = how.stop;
  return session;
}

// What a judgement spends its time on: each part ends where the next begins.
class profile {
 public:
  void end_part(std::string part) {
    const auto now = clock::now();
    parts_.push_back(
        {std::move(part), std::chrono::duration<double>(now - begun_).count()});
    begun_ = now;
  }

  // Of the last part.
  void add_beside(std::string part, std::chrono::duration<double> took) {
    parts_.push_back({std::move(part), took.count(), true});
  }

  std::vector<report::time_spent> take() { return std::move(parts_); }

 private:
  using clock = std::chrono::steady_clock;
  clock::time_point begun_ = clock::now();
  std::vector<report::time_spent> parts_;
};

void end_build(profile& spent, const build::executables& built) {
  spent.end_part(built.from_cache ? "build, from the cache" : "build");
  for (const build::compiler_time& each : built.times)
    spent.add_beside(each.what, each.took);
}

void end_exploration(profile& spent, const explore::outcome& seen) {
  spent.end_part("explore");
  spent.add_beside("search", seen.searched);
  spent.add_beside("prove and shrink", seen.proved);
}

subject_result judge(const installation& here, const task& what,
                     std::size_t index, const judging& how,
                     const step_function& tell) {
  subject_result result = what.result;
  profile spent;
  stop_if_told(how);
  say(tell, index, "compiles", 0);
  const unsigned latency_runs = what.timed ? how.latency_runs : 0;
  const auto built = executables_of(here, what, how, latency_runs, result);
  if (!built) {
    return result;
  }
  end_build(spent, *built);
  const std::string key = kept_results::key(what.result, *built, how.explore,
                                            latency_runs, here.catalogue.root);
  if (!how.again && !how.profile) {
    if (auto kept = here.results.find(key)) {
      kept->from_earlier_run = true;
      return *std::move(kept);
    }
  }
  auto latency = start_measuring(what, *built, latency_runs, how);
  explore::subject_session runs(subject_of(what, built->tsan), session_of(how));
  explore::explorer explorer(runs, detect::detect_all);
  explore::outcome seen =
      explore_with(explorer, how, how.explore, telling(tell, index));
  end_exploration(spent, seen);
  result.latency = latency.get();
  spent.end_part("await the latency");
  stop_if_told(how);
  const bool alone = services_gone(result.latency, how);
  doubt_if_crashed(seen, result.latency);
  fill_in(result, verdict_of(what, seen));
  fill_in(result, std::move(seen), reader_names(here, what));
  if (!alone) here.results.keep(key, result);
  spent.end_part("judge and keep");
  if (how.profile) result.profile = spent.take();
  return result;
}

class opened_subject : public explore::runner {
 public:
  opened_subject(const installation& here, const task& what,
                 build::executables built, const judging& how)
      : names_(here, what),
        built_(std::move(built)),
        runs_(subject_of(what, built_.tsan), session_of(how)) {}

  explore::scenario offered() override { return runs_.offered(); }

  explore::run_result run(const explore::schedule& what,
                          explore::stacks detail) override {
    explore::run_result result = runs_.run(what, detail);
    names_.rename(result.seen);
    return result;
  }

  void renew() override { runs_.renew(); }
  unsigned processes() const override { return runs_.processes(); }

 private:
  const reader_names names_;
  const build::executables built_;  // held
  explore::subject_session runs_;
};

// What nobody foresaw costs one subject and no other.
void make_inconclusive(subject_result& result, const std::exception& error) {
  result.verdict = report::verdict::inconclusive;
  result.as_expected = false;
  result.why_not = {error.what()};
}

// What one schedule alone says.
void judge_replayed(report::replayed& again) {
  subject_result& result = again.subject;
  result.verdict = report::verdict::correct;
  for (detect::finding& each : detect::detect_all(again.seen)) {
    result.verdict = report::verdict::broken;
    result.findings.push_back({std::move(each), {}});
  }
  const auto reason = detect::why_inconclusive(again.seen);
  if (reason && result.findings.empty()) {
    result.verdict = report::verdict::inconclusive;
    result.why_not = {*reason};
  }
}

// --- Campaigns ----------------------------------------------------------

// What of Racelab's own sources decides what a judgement shows.
const std::vector<std::string> judging_folders{
    "patterns/concurrency", "patterns/lessons", "harness/build",
    "harness/detect",       "harness/explore",  "harness/observe",
    "harness/probe",        "harness/sandbox",  "harness/scenario"};
const std::vector<std::string> judging_files{"harness/pipeline.cpp",
                                             "harness/reader_names.cpp"};

std::string boost_version();

// By content, so that it is the same on every machine.
class sources_names {
 public:
  explicit sources_names(const installation& here) {
    all_.add(boost_version());
    build::add_folders(all_, here.catalogue.root, judging_folders);
    for (const std::string& each : judging_files) {
      all_.add_content(here.catalogue.root / each);
    }
  }

  std::string of(const task& what) const {
    build::fingerprint one = all_;
    one.add_content(what.source.file);
    return one.name();
  }

 private:
  build::fingerprint all_;
};

campaign::judgement unproven(std::string reason) {
  campaign::judgement out;
  out.reasons.push_back(std::move(reason));
  return out;
}

campaign::judgement judgement_of(const task& what, explore::outcome seen,
                                 const reader_names& names) {
  const detect::verdict judged = verdict_of(what, seen);
  campaign::judgement out;
  out.verdict = judged.kind;
  out.as_expected = judged.as_expected;
  out.reasons = judged.reasons;
  out.complete = seen.explored.cut_short.empty() && seen.inconclusive.empty();
  out.schedules = seen.explored.explored;
  for (explore::proven_finding& each : seen.findings) {
    names.rename(each.finding);
    out.findings.push_back({each.finding.id, each.finding.file,
                            each.finding.line, each.finding.schedule});
  }
  return out;
}

// A subject that is built, or why it cannot be.
struct built_subject {
  std::optional<build::executables> programs;
  subject_result failure;
};

class shard_judge {
 public:
  shard_judge(const installation& here, std::span<const task> tasks,
              campaign::result& all, const campaign::shard& part,
              const judging& how, const step_function& tell,
              const keep_function& keep)
      : here_(here),
        tasks_(tasks),
        all_(all),
        how_(how),
        tell_(tell),
        keep_(keep),
        subjects_(tasks.size()),
        left_(tasks.size()) {
    for (std::size_t i = 0; i < tasks.size(); ++i)
      for (std::uint64_t seed = all.seeds.first; seed <= all.seeds.last; ++seed)
        plan(i, static_cast<std::uint32_t>(seed), part);
    planned_ = left_;
  }

  void run() {
    for_each_at_once(tasks_.size(), how_.at_once,
                     [&](std::size_t i) { build(i); });
    check_sources();
    try {
      for_each_at_once(plan_.size(), how_.at_once,
                       [&](std::size_t i) { judge(plan_[i]); });
      stop_if_told(how_);
    } catch (...) {
      keep_(all_);
      throw;
    }
    keep_(all_);
  }

 private:
  // A killed run loses no more than these.
  static constexpr unsigned judgements_between_keeping = 16;

  struct planned {
    std::size_t subject;
    std::uint32_t seed;
  };

  void plan(std::size_t subject, std::uint32_t seed,
            const campaign::shard& part) {
    if (campaign::shard_with(seed, all_.seeds, part.count) != part.index ||
        all_.subjects[subject].judged.contains(seed))
      return;
    plan_.push_back({subject, seed});
    ++left_[subject];
  }

  void build(std::size_t i) {
    stop_if_told(how_);
    if (left_[i] == 0) return;
    say(tell_, i, "compiles", 0);
    subjects_[i].programs =
        executables_of(here_, tasks_[i], how_, 0, subjects_[i].failure);
  }

  // They were named before they were built.
  void check_sources() const {
    const sources_names names(here_);
    for (std::size_t i = 0; i < tasks_.size(); ++i)
      if (all_.subjects[i].sources != names.of(tasks_[i]))
        throw std::runtime_error(all_.subjects[i].subject +
                                 " has changed while it was built");
  }

  void judge(const planned& next) {
    stop_if_told(how_);
    campaign::judgement judged = judgement(next);
    const std::lock_guard lock(mutex_);
    campaign::subject_seeds& to = all_.subjects[next.subject];
    to.judged.insert_or_assign(next.seed, std::move(judged));
    tell_of(next);
    if (++since_kept_ < judgements_between_keeping) return;
    since_kept_ = 0;
    keep_(all_);
  }

  campaign::judgement judgement(const planned& next) const {
    const built_subject& built = subjects_[next.subject];
    if (!built.programs) return unproven(built.failure.why_not.front());
    const task& what = tasks_[next.subject];
    explore::options options = how_.explore;
    options.seed = next.seed;
    try {
      explore::subject_session runs(subject_of(what, built.programs->tsan),
                                    session_of(how_));
      explore::explorer explorer(runs, detect::detect_all);
      explore::outcome seen = explore_with(explorer, how_, options, {});
      stop_if_told(how_);
      return judgement_of(what, std::move(seen), reader_names(here_, what));
    } catch (const interrupted&) {
      throw;
    } catch (const std::exception& error) {
      return unproven(error.what());
    }
  }

  void tell_of(const planned& next) {
    const std::size_t all = planned_[next.subject];
    const std::size_t left = --left_[next.subject];
    say(tell_, next.subject,
        left == 0 ? "" : fmt::format("seed {} of {}", all - left, all),
        1 - static_cast<double>(left) / static_cast<double>(all));
  }

  const installation& here_;
  const std::span<const task> tasks_;
  campaign::result& all_;
  const judging& how_;
  const step_function& tell_;
  const keep_function& keep_;
  std::vector<built_subject> subjects_;
  std::vector<planned> plan_;
  std::vector<std::size_t> left_;  // by subject
  std::vector<std::size_t> planned_;
  std::mutex mutex_;  // protects all_ and what follows
  unsigned since_kept_ = 0;
};

std::set<std::string> files_named_in(const report::run_result& run) {
  std::set<std::string> files;
  for (const subject_result& subject : run.subjects) {
    files.insert(subject.file);
    for (const report::shown_finding& shown : subject.findings) {
      files.insert(shown.finding.file);
      if (!shown.finding.race) {
        continue;
      }
      for (const observe::access& each : shown.finding.race->accesses) {
        const observe::frame* place = observe::subject_frame(each.stack);
        files.insert(place == nullptr ? std::string() : place->file);
      }
    }
  }
  files.erase("");
  return files;
}

// The files that somebody gave: their names are not below the root.
std::set<std::string> given_files(const report::run_result& run) {
  std::set<std::string> files;
  for (const subject_result& subject : run.subjects) {
    if (subject.variant.empty()) files.insert(subject.file);
  }
  return files;
}

std::string tsan_of(const build::toolchain& tools) {
  const bool gcc = tools.kind == build::toolchain::family::gcc;
  return fmt::format("{} of {}", gcc ? "libtsan" : "compiler-rt",
                     build::describe(tools));
}

std::string boost_version() {
  return fmt::format("{}.{}.{}", BOOST_VERSION / 100000,
                     BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100);
}

}  // namespace

installation load_installation(const fs::path& source, const fs::path& built) {
  build::options builds;
  builds.cache = built / "subjects";
  return {build::load_toolchain(built / "harness" / "build" / "toolchain.json"),
          catalogue::load(source / "harness" / "catalogue" / "catalogue.json",
                          source),
          builds, kept_results(built / "results")};
}

task task_for(const installation& here, const catalogue::subject& subject) {
  const catalogue::lesson& lesson = *subject.lesson;
  const catalogue::variant& variant = *subject.variant;
  task out;
  out.source = {lesson.name, here.catalogue.root / variant.file};
  out.result.lesson = lesson.name;
  out.result.variant = variant.name;
  out.result.kind = kind_of(variant.kind);
  out.result.file = variant.file;
  out.result.shows = variant.shows;
  out.result.expected = variant.expected;
  return out;
}

task task_for(const fs::path& file, std::string_view lesson) {
  task out;
  out.source = {std::string(lesson), file};
  out.result.lesson = lesson;
  out.result.kind = report::kind::solution;
  out.result.file = file.string();
  return out;
}

std::vector<subject_result> judge_all(const installation& here,
                                      std::span<const task> tasks,
                                      const judging& how,
                                      const step_function& tell) {
  std::vector<subject_result> results(tasks.size());
  for_each_at_once(tasks.size(), how.at_once, [&](std::size_t i) {
    try {
      results[i] = judge(here, tasks[i], i, how, tell);
    } catch (const interrupted&) {
      throw;
    } catch (const std::exception& error) {
      results[i] = tasks[i].result;
      make_inconclusive(results[i], error);
    }
    say(tell, i, "", 1);
  });
  stop_if_told(how);
  return results;
}

std::vector<build::outside_use> outside_uses_of(const installation& here,
                                                const task& what,
                                                const judging& how) {
  subject_result ignored;
  const auto built = executables_of(here, what, how, 0, ignored);
  return built ? built->uses : std::vector<build::outside_use>();
}

report::replayed replay(const installation& here, const task& what,
                        const explore::schedule& schedule, const judging& how) {
  report::replayed out;
  out.subject = what.result;
  out.token = explore::token(schedule);
  const auto built = executables_of(here, what, how, 0, out.subject);
  if (!built) {
    return out;
  }
  try {
    out.seen = explore::replay(subject_of(what, built->tsan), schedule);
  } catch (const explore::environment_failure& error) {
    stop_if_told(how);
    make_inconclusive(out.subject, error);
    return out;
  }
  stop_if_told(how);
  judge_replayed(out);
  const reader_names names(here, what);
  for (report::shown_finding& each : out.subject.findings) {
    names.rename(each.finding);
  }
  names.rename(out.seen);
  return out;
}

std::string printed_by(const installation& here, const task& what,
                       const explore::schedule& schedule, const judging& how) {
  const build::executables built = must_build(here, what, how);
  std::string printed =
      explore::printed_by(subject_of(what, built.tsan), schedule);
  stop_if_told(how);
  return printed;
}

std::unique_ptr<explore::runner> open(const installation& here,
                                      const task& what, const judging& how) {
  return std::make_unique<opened_subject>(here, what,
                                          must_build(here, what, how), how);
}

campaign::result plan_campaign(const installation& here,
                               std::span<const task> tasks,
                               const campaign::seed_range& seeds,
                               std::uint32_t shards, const judging& how) {
  campaign::result all;
  all.seeds = seeds;
  all.interleavings = how.explore.interleavings;
  all.shards = shards;
  const sources_names names(here);
  for (const task& each : tasks) {
    all.subjects.push_back({report::name_of(each.result),
                            build::describe(here.toolchain),
                            names.of(each),
                            each.result.expected,
                            {}});
  }
  return all;
}

void judge_shard(const installation& here, std::span<const task> tasks,
                 campaign::result& all, const campaign::shard& part,
                 const judging& how, const step_function& tell,
                 const keep_function& keep) {
  shard_judge(here, tasks, all, part, how, tell, keep).run();
}

report::run_result run_of(const installation& here,
                          std::vector<subject_result> results) {
  report::run_result out;
  out.tools = {build::describe(here.toolchain), tsan_of(here.toolchain),
               boost_version()};
  for (const catalogue::lesson& lesson : here.catalogue.lessons) {
    const bool judged = std::any_of(
        results.begin(), results.end(),
        [&](const subject_result& each) { return each.lesson == lesson.name; });
    if (judged) {
      out.lessons.push_back({lesson.name, lesson.contract});
    }
  }
  out.subjects = std::move(results);
  return out;
}

report::sources sources_of(const installation& here,
                           const report::run_result& run) {
  report::sources out;
  const std::set<std::string> given = given_files(run);
  for (const std::string& file : files_named_in(run)) {
    const fs::path path =
        given.contains(file) ? fs::path(file) : here.catalogue.root / file;
    if (auto lines = read_lines(path)) {
      out.emplace(file, report::source_file{std::move(*lines),
                                            fs::absolute(path).string()});
    }
  }
  return out;
}

}  // namespace racelab
