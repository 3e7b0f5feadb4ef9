// Distributed under the Boost Software License, Version 1.0.
#include "harness/pipeline.hpp"

#include "harness/detect/detectors.hpp"
#include "harness/detect/inconclusive.hpp"
#include "harness/detect/verdict.hpp"
#include "harness/explore/latency_run.hpp"
#include "harness/explore/subject_session.hpp"
#include "harness/for_each_at_once.hpp"
#include "harness/reader_names.hpp"

#include <fmt/format.h>
#include <boost/version.hpp>

#include <algorithm>
#include <fstream>
#include <future>
#include <optional>
#include <set>
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

subject_result judge(const installation& here, const task& what,
                     std::size_t index, const judging& how,
                     const step_function& tell) {
  subject_result result = what.result;
  stop_if_told(how);
  say(tell, index, "compiles", 0);
  const unsigned latency_runs = what.timed ? how.latency_runs : 0;
  const auto built = executables_of(here, what, how, latency_runs, result);
  if (!built) {
    return result;
  }
  const std::string key = kept_results::key(what.result, *built, how.explore,
                                            latency_runs, here.catalogue.root);
  if (!how.again) {
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
  result.latency = latency.get();
  stop_if_told(how);
  doubt_if_crashed(seen, result.latency);
  fill_in(result, verdict_of(what, seen));
  fill_in(result, std::move(seen), reader_names(here, what));
  here.results.keep(key, result);
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

// --- Seeds --------------------------------------------------------------

std::string reason_of(const detect::verdict& judged) {
  return judged.reasons.empty() ? std::string(detect::name_of(judged.kind))
                                : judged.reasons.front();
}

// A whole judgement, but that what the seed does not decide is run with the
// first one only.
void judge_seed(const task& what, explore::explorer& runs, std::uint32_t seed,
                const judging& how, report::seeds_result& result) {
  explore::options options = how.explore;
  options.seed = seed;
  const detect::verdict judged =
      verdict_of(what, explore_with(runs, how, options, {}));
  if (judged.as_expected) {
    ++result.as_expected;
    return;
  }
  if (result.others.empty()) {
    result.why = reason_of(judged);
  }
  result.others.push_back(seed);
}

report::seeds_result judge_seeds(const installation& here, const task& what,
                                 std::size_t index,
                                 const report::seed_range& range,
                                 const judging& how,
                                 const step_function& tell) {
  report::seeds_result result;
  result.subject = report::name_of(what.result);
  result.expected = what.result.expected;
  result.seeds = range;
  subject_result failure;
  say(tell, index, "compiles", 0);
  const auto built = executables_of(here, what, how, 0, failure);
  std::optional<explore::subject_session> runs;
  std::optional<explore::explorer> explorer;
  if (built) {
    runs.emplace(subject_of(what, built->tsan));
    explorer.emplace(*runs, detect::detect_all);
  }
  const double count = static_cast<double>(range.last) - range.first + 1;
  for (std::uint64_t seed = range.first; seed <= range.last; ++seed) {
    stop_if_told(how);
    if (!built) {
      result.others.push_back(static_cast<std::uint32_t>(seed));
      result.why = failure.why_not.front();
      continue;
    }
    say(tell, index, fmt::format("seed {} of {}", seed, range.last),
        static_cast<double>(seed - range.first) / count);
    judge_seed(what, *explorer, static_cast<std::uint32_t>(seed), how, result);
  }
  return result;
}

std::optional<std::vector<std::string>> read_lines(const fs::path& file) {
  std::ifstream in(file);
  if (!in) {
    return std::nullopt;
  }
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(std::move(line));
  }
  return lines;
}

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

std::vector<report::seeds_result> judge_seeds(const installation& here,
                                              std::span<const task> tasks,
                                              const report::seed_range& range,
                                              const judging& how,
                                              const step_function& tell) {
  std::vector<report::seeds_result> results(tasks.size());
  for_each_at_once(tasks.size(), how.at_once, [&](std::size_t i) {
    results[i] = judge_seeds(here, tasks[i], i, range, how, tell);
    say(tell, i, "", 1);
  });
  stop_if_told(how);
  return results;
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
  for (const std::string& file : files_named_in(run)) {
    for (const fs::path& path : {here.catalogue.root / file, fs::path(file)}) {
      if (auto lines = read_lines(path)) {
        out.emplace(file, report::source_file{std::move(*lines),
                                              fs::absolute(path).string()});
        break;
      }
    }
  }
  return out;
}

}  // namespace racelab
