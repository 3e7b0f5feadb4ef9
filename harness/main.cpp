// Distributed under the Boost Software License, Version 1.0.

// Racelab's harness: what ./run_tsan.sh runs once everything is built.

#include "harness/command_line.hpp"
#include "harness/explore/schedule.hpp"
#include "harness/interruption.hpp"
#include "harness/log_input.hpp"
#include "harness/named_task.hpp"
#include "harness/pipeline.hpp"
#include "harness/report/folder.hpp"
#include "harness/report/format.hpp"
#include "harness/report/list.hpp"
#include "harness/report/log/log_json.hpp"
#include "harness/report/log/log_terminal.hpp"
#include "harness/report/log/symbolizing.hpp"
#include "harness/report/look.hpp"
#include "harness/report/progress_bar.hpp"
#include "harness/report/source_coverage.hpp"
#include "harness/sandbox/child_process.hpp"

#include <fmt/format.h>

#include <malloc.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <mutex>
#include <span>
#include <string>

namespace racelab {
namespace {

namespace fs = std::filesystem;

const fs::path source_root{RACELAB_SOURCE_ROOT};
const fs::path build_root{RACELAB_BUILD_ROOT};

// Standard output was closed or its disk is full.
class output_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
      std::fflush(stdout) == 0;
  if (!written) {
    throw output_error("the result could not be written");
  }
}

void complain(std::string_view what) {
  fmt::print(stderr, "racelab: {}\n", what);
}

unsigned processors() {
  cpu_set_t ours;
  CPU_ZERO(&ours);
  if (sched_getaffinity(0, sizeof ours, &ours) != 0) {
    return 1;
  }
  return static_cast<unsigned>(std::max(CPU_COUNT(&ours), 1));
}

installation load_installation() {
  build::options builds;
  builds.cache = build_root / "subjects";
  return {
      build::load_toolchain(build_root / "harness" / "build" /
                            "toolchain.json"),
      catalogue::load(source_root / "harness" / "catalogue" / "catalogue.json",
                      source_root),
      builds, kept_results(build_root / "results")};
}

task only_task(const installation& here, const command_line& wanted) {
  const std::string& name = wanted.subject;
  return wanted.lesson.empty() ? catalogue_task(here, name)
                               : file_task(here, name, wanted.lesson);
}

std::vector<task> named_tasks(const installation& here,
                              const std::vector<std::string>& names) {
  std::vector<task> tasks;
  for (const std::string& each : names) {
    tasks.push_back(catalogue_task(here, each));
  }
  return tasks.empty() ? all_tasks(here) : tasks;
}

explore::schedule schedule_of(const std::string& token) {
  try {
    return explore::parse_token(token);
  } catch (const std::invalid_argument& error) {
    throw usage_error(error.what());
  }
}

judging judging_of(const command_line& wanted, std::stop_token stop) {
  judging how;
  how.explore.seed = wanted.seed.value_or(how.explore.seed);
  how.explore.interleavings =
      wanted.schedules.value_or(how.explore.interleavings);
  how.at_once = wanted.jobs == 0 ? processors() : wanted.jobs;
  how.again = wanted.again;
  how.stop = std::move(stop);
  return how;
}

// --- Progress ------------------------------------------------------------

// Turns the subjects' steps into one line on the terminal. Thread-safe.
class progress {
 public:
  explicit progress(std::span<const task> tasks)
      : tasks_(tasks), bar_(STDERR_FILENO) {}

  void tell(const step& now) {
    const std::lock_guard lock(mutex_);
    if (now.doing.empty()) {
      running_.erase(now.subject);
      ++done_;
      return;
    }
    running_[now.subject] = now.fraction;
    report::progress_state state;
    state.subjects = tasks_.size();
    state.subjects_done = done_;
    for (const auto& [subject, fraction] : running_) {
      state.fraction += fraction;
    }
    state.doing =
        report::name_of(tasks_[now.subject].result) + ", " + now.doing;
    bar_.show(state);
  }

  step_function function() {
    return [this](const step& now) { tell(now); };
  }

 private:
  std::span<const task> tasks_;
  report::progress_bar bar_;
  std::mutex mutex_;
  std::map<std::size_t, double> running_;
  std::size_t done_ = 0;
};

// --- The verbs -----------------------------------------------------------

int status_of(const report::run_result& run) {
  bool unsure = false;
  for (const report::subject_result& each : run.subjects) {
    if (each.verdict == report::verdict::inconclusive) {
      unsure = true;
    } else if (!each.as_expected) {
      return exit_status::findings;
    }
  }
  return unsure ? exit_status::inconclusive : exit_status::good;
}

// Of a file or a single subject.
int status_of(const report::subject_result& subject) {
  if (!subject.diagnostics.empty()) {
    return exit_status::does_not_compile;
  }
  if (subject.verdict == report::verdict::inconclusive) {
    return exit_status::inconclusive;
  }
  return subject.as_expected ? exit_status::good : exit_status::findings;
}

report::run_result judge(const installation& here, std::span<const task> tasks,
                         const judging& how) {
  progress shown(tasks);
  return run_of(here, judge_all(here, tasks, how, shown.function()));
}

int judge_catalogue(const installation& here, const command_line& wanted,
                    const judging& how) {
  const report::format& format = *report::find_format(wanted.format);
  const auto screen = report::look_for(STDOUT_FILENO);
  const report::run_result run = judge(here, all_tasks(here), how);
  const report::sources files = sources_of(here, run);
  print(format.catalogue(run, files, screen));
  const fs::path folder =
      wanted.out.empty() ? build_root / "report" : wanted.out;
  report::write_folder(folder, run, files);
  if (isatty(STDOUT_FILENO) == 1 && wanted.format == "terminal") {
    print(fmt::format("The whole report: {}\n", folder.string()));
  }
  return status_of(run);
}

int judge_one(const installation& here, const command_line& wanted,
              const judging& how) {
  const report::format& format = *report::find_format(wanted.format);
  const task only = only_task(here, wanted);
  const report::run_result run = judge(here, {&only, 1}, how);
  print(format.subject(run, sources_of(here, run),
                       report::look_for(STDOUT_FILENO)));
  return status_of(run.subjects.front());
}

// For the verbs whose result is no judgement of subjects.
bool wants_json(const command_line& wanted, std::string_view verb) {
  if (wanted.format != "terminal" && wanted.format != "json") {
    throw usage_error(
        fmt::format("{} has no format {}; there are terminal, "
                    "json",
                    verb, wanted.format));
  }
  return wanted.format == "json";
}

int list(const installation& here, const command_line& wanted) {
  const bool as_json = wants_json(wanted, "list");
  const auto screen = report::look_for(STDOUT_FILENO);
  if (wanted.sources) {
    print(as_json ? report::source_coverage_json(here.catalogue)
                  : report::source_coverage(here.catalogue, screen));
  } else {
    print(as_json ? report::list_json(here.catalogue)
                  : report::list(here.catalogue, screen));
  }
  return exit_status::good;
}

int replay(const installation& here, const command_line& wanted,
           const judging& how) {
  const bool as_json = wants_json(wanted, "replay");
  const report::replayed again =
      replay(here, only_task(here, wanted), schedule_of(wanted.token), how);
  print(as_json ? report::replay_json(again)
                : report::replay_text(again, report::look_for(STDOUT_FILENO)));
  if (!again.subject.findings.empty()) {
    return exit_status::findings;
  }
  if (!again.subject.diagnostics.empty()) {
    return exit_status::does_not_compile;
  }
  return again.subject.verdict == report::verdict::correct
             ? exit_status::good
             : exit_status::inconclusive;
}

int judge_many_seeds(const installation& here, const command_line& wanted,
                     const judging& how) {
  const bool as_json = wants_json(wanted, "seeds");
  if (wanted.first_seed > wanted.last_seed) {
    throw usage_error(fmt::format("--from {} is beyond --to {}",
                                  wanted.first_seed, wanted.last_seed));
  }
  const std::vector<task> tasks = named_tasks(here, wanted.subjects);
  std::vector<report::seeds_result> results;
  {
    progress shown(tasks);
    results = judge_seeds(here, tasks, {wanted.first_seed, wanted.last_seed},
                          how, shown.function());
  }
  print(as_json
            ? report::seeds_json(results)
            : report::seeds_table(results, report::look_for(STDOUT_FILENO)));
  const bool good =
      std::all_of(results.begin(), results.end(),
                  [](const auto& each) { return each.others.empty(); });
  return good ? exit_status::good : exit_status::findings;
}

// Adds a log's reports to the result, and shows each new one at once if nobody
// knows when the log ends.
void read_log(const std::string& name, bool show,
              report::log::symbolizing& names, report::log::log_result& to) {
  log_input log(name);
  const bool show_at_once = show && log.is_live();
  const auto screen = report::look_for(STDOUT_FILENO);
  const std::size_t number = to.sources.size();
  to.sources.push_back({log.name(), {}});
  report::log::log_parser parser([&](report::log::log_report&& each) {
    names.fill_in(each);
    if (to.reports.add(std::move(each), number) && show_at_once) {
      report::log::report_group& group = to.reports.last();
      print(report::log::log_report_text(group.first, 1, screen) + '\n');
      group.shown = true;
    }
  });
  for (auto piece = log.read(); !piece.empty(); piece = log.read()) {
    parser.feed(piece);
  }
  parser.finish();
  to.sources.back().counts = parser.counts();
}

// Needs nothing of the installation, and no signal handled: there is nothing
// to leave behind.
int report_logs(const command_line& wanted) {
  const bool as_json = wants_json(wanted, "report");
  report::log::symbolizing names(wanted.binaries);
  report::log::log_result result;
  for (const std::string& each : wanted.logs) {
    read_log(each, !as_json, names, result);
  }
  result.reports.sort();
  print(as_json
            ? report::log::log_json(result)
            : report::log::log_text(result, report::look_for(STDOUT_FILENO)));
  for (const std::string& each : names.remarks()) {
    complain(each);
  }
  if (result.reports.total() != 0) {
    return exit_status::findings;
  }
  return report::log::failed(result) ? exit_status::inconclusive
                                     : exit_status::good;
}

int run(const command_line& wanted, std::stop_token stop) {
  const installation here = load_installation();
  const judging how = judging_of(wanted, std::move(stop));
  switch (wanted.verb) {
    case verb::judge:
      return judge_catalogue(here, wanted, how);
    case verb::list:
      return list(here, wanted);
    case verb::check:
    case verb::show:
      return judge_one(here, wanted, how);
    case verb::replay:
      return replay(here, wanted, how);
    case verb::seeds:
      return judge_many_seeds(here, wanted, how);
    case verb::report:
      break;
  }
  return exit_status::usage;
}

namespace {

// Every schedule needs about as much memory as the last one: giving it back in
// between costs more than decoding does.
void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

}  // namespace

int main(int argc, const char* const* argv) {
  keep_freed_memory();
  try {
    const command_line wanted = parse_command_line(argc, argv);
    if (wanted.verb == verb::report) {
      return report_logs(wanted);
    }
    interruption signals(sandbox::end_all_programs);
    try {
      return run(wanted, signals.token());
    } catch (const interrupted&) {
      return 128 + signals.signal();
    }
  } catch (const help& asked) {
    print(asked.text);
    return exit_status::good;
  } catch (const usage_error& error) {
    complain(error.what());
    return exit_status::usage;
  } catch (const std::exception& error) {
    complain(error.what());
    return exit_status::inconclusive;
  }
}

}  // namespace
}  // namespace racelab

int main(int argc, char** argv) { return racelab::main(argc, argv); }
