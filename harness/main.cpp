// Distributed under the Boost Software License, Version 1.0.

// Racelab's harness: what ./run_tsan.sh runs once everything is built.

#include "harness/bench/bench.hpp"
#include "harness/bench/bench_json.hpp"
#include "harness/bench/bench_table.hpp"
#include "harness/bench/comparison.hpp"
#include "harness/campaign_verbs.hpp"
#include "harness/capture.hpp"
#include "harness/command_line.hpp"
#include "harness/console.hpp"
#include "harness/end_of_reading.hpp"
#include "harness/explore/schedule.hpp"
#include "harness/interruption.hpp"
#include "harness/log_input.hpp"
#include "harness/matrix/matrix.hpp"
#include "harness/matrix/matrix_folder.hpp"
#include "harness/matrix/matrix_json.hpp"
#include "harness/matrix/matrix_table.hpp"
#include "harness/named_task.hpp"
#include "harness/output_targets.hpp"
#include "harness/pipeline.hpp"
#include "harness/report/folder.hpp"
#include "harness/report/format.hpp"
#include "harness/report/format_list.hpp"
#include "harness/report/html.hpp"
#include "harness/report/list.hpp"
#include "harness/report/log/log_problems.hpp"
#include "harness/report/log/log_summary.hpp"
#include "harness/report/log/log_terminal.hpp"
#include "harness/report/log/source_roots.hpp"
#include "harness/report/log/symbolizing.hpp"
#include "harness/report/look.hpp"
#include "harness/report/output_file.hpp"
#include "harness/report/progress_bar.hpp"
#include "harness/report/source_coverage.hpp"
#include "harness/result_output.hpp"
#include "harness/sandbox/child_process.hpp"
#include "harness/services/service_process.hpp"
#include "harness/task_progress.hpp"
#include "harness/workshop/workshop.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <span>
#include <string>

namespace racelab {
namespace {

namespace fs = std::filesystem;

const fs::path source_root{RACELAB_SOURCE_ROOT};
const fs::path build_root{RACELAB_BUILD_ROOT};

// In the format of --format.
void print_as_wanted(const command_line& wanted, const rendering& render) {
  render(*report::find_format(wanted.format), report::look_for(STDOUT_FILENO),
         print_piece);
  end_printing();
}

unsigned processors() {
  cpu_set_t ours;
  CPU_ZERO(&ours);
  if (sched_getaffinity(0, sizeof ours, &ours) != 0) {
    return 1;
  }
  return static_cast<unsigned>(std::max(CPU_COUNT(&ours), 1));
}

task only_task(const installation& here, const command_line& wanted) {
  const std::string& name = wanted.subject;
  return wanted.lesson.empty() ? catalogue_task(here, name)
                               : file_task(here, name, wanted.lesson);
}

std::vector<task> named_tasks(const installation& here,
                              const std::vector<std::string>& names) {
  std::vector<task> tasks;
  for (auto each = names.begin(); each != names.end(); ++each) {
    const bool repeated = std::find(names.begin(), each, *each) != each;
    if (!repeated) tasks.push_back(catalogue_task(here, *each));
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
  if (wanted.time_budget) {
    how.explore.time_budget = std::chrono::seconds(*wanted.time_budget);
  }
  how.profile = wanted.profile;
  how.at_once = wanted.jobs == 0 ? processors() : wanted.jobs;
  how.again = wanted.again;
  if (wanted.no_latency) how.latency_runs = 0;
  how.stop = std::move(stop);
  return how;
}

// --- The verbs -----------------------------------------------------------

int status_of(report::standing of) {
  switch (of) {
    case report::standing::as_expected:
      return exit_status::good;
    case report::standing::otherwise:
      return exit_status::findings;
    case report::standing::undecided:
      break;
  }
  return exit_status::inconclusive;
}

int status_of(const report::run_result& run) {
  int status = exit_status::good;
  for (const report::subject_result& each : run.subjects) {
    const int one = status_of(report::standing_of(each));
    if (one == exit_status::findings) return one;
    status = std::max(status, one);
  }
  return status;
}

// Of a file or a single subject.
int status_of(const report::subject_result& subject) {
  return subject.diagnostics.empty() ? status_of(report::standing_of(subject))
                                     : exit_status::does_not_compile;
}

report::run_result judge(const installation& here, std::span<const task> tasks,
                         const judging& how) {
  task_progress shown(tasks);
  return run_of(here, judge_all(here, tasks, how, shown.function()));
}

rendering rendering_of(const report::run_result& run,
                       const report::sources& files,
                       const report::problem_list& problems,
                       report::format::run_renderer report::format::*people) {
  return [&, people](const report::format& format, const report::look& screen,
                     const report::text_sink& to) {
    if (format.problems != nullptr) {
      format.problems(problems, to);
    } else {
      to((format.*people)(run, files, screen));
    }
  };
}

int judge_catalogue(const installation& here, const command_line& wanted,
                    const judging& how) {
  const report::run_result run = judge(here, all_tasks(here), how);
  const report::sources files = sources_of(here, run);
  const report::problem_list problems = report::problems_of(run);
  const rendering render =
      rendering_of(run, files, problems, &report::format::catalogue);
  print_as_wanted(wanted, render);
  write_files(wanted, render);
  const fs::path folder =
      wanted.out.empty() ? build_root / "report" : wanted.out;
  report::write_folder(folder, run, files);
  if (isatty(STDOUT_FILENO) == 1 && wanted.format == "terminal") {
    print(fmt::format("The whole report: {}\n",
                      (folder / "index.html").string()));
  }
  return status_of(run);
}

int capture_catalogue(const installation& here, const command_line& wanted,
                      const judging& how) {
  const std::vector<task> tasks = all_tasks(here);
  const report::run_result run = judge(here, tasks, how);
  std::vector<report::written_file> files;
  {
    task_progress shown(tasks);
    files = capture(here, tasks, run, how, shown.function());
  }
  report::replace_folder(
      wanted.out.empty() ? build_root / "captured" : wanted.out, files);
  return status_of(run);
}

int judge_one(const installation& here, const command_line& wanted,
              const judging& how) {
  const what_matters matters(wanted);
  const task only = only_task(here, wanted);
  report::run_result run = judge(here, {&only, 1}, how);
  for (report::shown_finding& each : run.subjects.front().findings) {
    each.known =
        matters.knows(report::key_of(run.subjects.front(), each.finding));
  }
  const report::sources files = sources_of(here, run);
  report::problem_list problems = report::problems_of(run);
  if (wanted.verb == verb::check) {
    matters.apply(problems);
  }
  const rendering render =
      rendering_of(run, files, problems, &report::format::subject);
  print_as_wanted(wanted, render);
  write_files(wanted, render);
  const int status = status_of(run.subjects.front());
  const bool let_pass = wanted.verb == verb::check &&
                        status == exit_status::findings && !any_fails(problems);
  return let_pass ? exit_status::good : status;
}

// For the verbs whose result is no judgement of subjects.
void check_format(const command_line& wanted, std::string_view verb,
                  std::initializer_list<std::string_view> formats) {
  if (std::find(formats.begin(), formats.end(), wanted.format) ==
      formats.end()) {
    throw usage_error(fmt::format(
        "{} has no format {}; there {} {}", verb, wanted.format,
        formats.size() == 1 ? "is" : "are", fmt::join(formats, ", ")));
  }
}

bool wants_json(const command_line& wanted, std::string_view verb) {
  check_format(wanted, verb, {"terminal", "json"});
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

// What there is to show of a lesson.
int list_variants(const installation& here, const catalogue::lesson& lesson,
                  const command_line& wanted) {
  const bool as_json = wants_json(wanted, "show " + lesson.name);
  if (!wanted.files.empty()) {
    throw usage_error("--write is for one variant: show LESSON/VARIANT");
  }
  catalogue::manifest only = here.catalogue;
  only.lessons = {lesson};
  print(as_json ? report::list_json(only)
                : report::list(only, report::look_for(STDOUT_FILENO)));
  return exit_status::good;
}

int show(const installation& here, const command_line& wanted,
         const judging& how) {
  const catalogue::lesson* const lesson =
      catalogue::find_lesson(here.catalogue, wanted.subject);
  return lesson == nullptr ? judge_one(here, wanted, how)
                           : list_variants(here, *lesson, wanted);
}

int list_formats(const command_line& wanted) {
  const bool as_json = wants_json(wanted, "list-formats");
  print(as_json ? report::format_list_json()
                : report::format_list(report::look_for(STDOUT_FILENO)));
  return exit_status::good;
}

std::string replay_as(const std::string& format, const installation& here,
                      const report::replayed& again) {
  if (format == "json") return report::replay_json(again);
  if (format == "html") {
    return report::replay_html(again,
                               sources_of(here, run_of(here, {again.subject})));
  }
  return report::replay_text(again, report::look_for(STDOUT_FILENO));
}

int replay(const installation& here, const command_line& wanted,
           const judging& how) {
  check_format(wanted, "replay", {"terminal", "json", "html"});
  if (wanted.tsan) check_format(wanted, "replay --tsan", {"terminal"});
  const task only = only_task(here, wanted);
  const explore::schedule schedule = schedule_of(wanted.token);
  const report::replayed again = replay(here, only, schedule, how);
  if (wanted.tsan && again.subject.diagnostics.empty()) {
    print(printed_by(here, only, schedule, how));
    return exit_status::good;
  }
  print(replay_as(wanted.format, here, again));
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

matrix::plan matrix_plan(const command_line& wanted, const judging& how) {
  matrix::plan out;
  for (const matrix::tool& each : matrix::tools()) {
    const bool named = std::find(wanted.tools.begin(), wanted.tools.end(),
                                 each.name) != wanted.tools.end();
    if (wanted.tools.empty() || named ||
        each.kind == matrix::tool_kind::judge) {
      out.tools.push_back(&each);
    }
  }
  out.times =
      wanted.times.empty() ? std::vector<unsigned>{1, 10} : wanted.times;
  out.folder = build_root / "matrix";
  out.how = how;
  return out;
}

bool any_not_run(const matrix::result& all) {
  return std::any_of(
      all.rows.begin(), all.rows.end(), [](const matrix::row& row) {
        return std::any_of(row.cells.begin(), row.cells.end(),
                           [](const matrix::cell& cell) {
                             return cell.best().state == matrix::state::not_run;
                           });
      });
}

int compare_tools(const installation& here, const command_line& wanted,
                  const judging& how) {
  const bool as_json = wants_json(wanted, "matrix");
  const std::vector<task> tasks = named_tasks(here, wanted.subjects);
  matrix::result all;
  {
    report::progress_bar bar(STDERR_FILENO);
    all = matrix::make_matrix(here, tasks, matrix_plan(wanted, how),
                              [&](const matrix::progress& now) {
                                bar.show({.subjects_done = now.done,
                                          .subjects = now.planned,
                                          .doing = now.doing});
                              });
  }
  matrix::write_folder(wanted.out.empty() ? build_root / "matrix" : wanted.out,
                       all, here.catalogue.root);
  const auto screen = report::look_for(STDOUT_FILENO);
  print(as_json ? matrix::matrix_json(all)
                : matrix::matrix_table(all, screen) +
                      (wanted.subjects.empty()
                           ? ""
                           : matrix::matrix_details(all, screen)));
  return any_not_run(all) ? exit_status::inconclusive : exit_status::good;
}

bench::result measured_bench(const installation& here,
                             const command_line& wanted, const judging& how) {
  bench::plan plan;
  plan.names = wanted.figures;
  plan.quick = wanted.quick;
  plan.kept = build_root / "bench";
  plan.programs = build_root / "matrix";
  plan.how = how;
  report::progress_bar bar(STDERR_FILENO);
  try {
    return bench::make_bench(here, plan, [&](const bench::progress& now) {
      bar.show({.subjects_done = now.done,
                .subjects = now.planned,
                .doing = now.doing});
    });
  } catch (const bench::no_such_figure& error) {
    throw usage_error(error.what());
  }
}

int status_of(const bench::result& all) {
  const auto any = [&](bench::state wanted) {
    return std::any_of(
        all.figures.begin(), all.figures.end(),
        [wanted](const bench::figure& each) { return each.state == wanted; });
  };
  if (any(bench::state::missed)) return exit_status::findings;
  return any(bench::state::undecided) || any(bench::state::not_run)
             ? exit_status::inconclusive
             : exit_status::good;
}

void check_bench_files(const command_line& wanted) {
  for (const wanted_file& each : wanted.files)
    if (each.format != "json")
      throw usage_error(fmt::format(
          "bench has no format {}; there is --write json=FILE", each.format));
}

int measure_speed(const installation& here, const command_line& wanted,
                  const judging& how) {
  const bool as_json = wants_json(wanted, "bench");
  check_bench_files(wanted);
  const bench::result all = measured_bench(here, wanted, how);
  const std::string json = bench::bench_json(all);
  for (const wanted_file& each : wanted.files)
    report::write_file_whole(each.file, json);
  print(as_json ? json
                : bench::bench_table(all, report::look_for(STDOUT_FILENO)));
  return status_of(all);
}

int compare_speed(const installation& here, const command_line& wanted,
                  const judging& how) {
  check_format(wanted, "bench compare", {"terminal"});
  const auto read = [&](const fs::path& file) {
    bench::result kept = bench::read_bench(file);
    std::erase_if(kept.figures, [&](const bench::figure& each) {
      return !bench::is_wanted(each.name, wanted.figures);
    });
    return kept;
  };
  const bench::result before = read(wanted.old_bench);
  const bench::result now = wanted.new_bench.empty()
                                ? measured_bench(here, wanted, how)
                                : read(wanted.new_bench);
  const std::vector<bench::compared> all = bench::compare(before, now);
  print(bench::comparison_table(before, now, all,
                                report::look_for(STDOUT_FILENO)));
  return std::any_of(all.begin(), all.end(),
                     [](const bench::compared& each) {
                       return each.change == bench::change::worse;
                     })
             ? exit_status::findings
             : exit_status::good;
}

std::vector<fs::path> source_roots_of(const command_line& wanted) {
  return wanted.source_roots.empty() ? std::vector{fs::current_path()}
                                     : wanted.source_roots;
}

// What the reports of a log are looked at with, besides the log itself.
struct log_aids {
  explicit log_aids(const command_line& wanted)
      : matters(wanted),
        roots(source_roots_of(wanted)),
        names(wanted.binaries),
        show(wanted.format == "terminal") {}

  what_matters matters;
  report::log::source_roots roots;
  report::log::symbolizing names;
  bool show;  // to a person, on the terminal
};

// Adds a log's reports to the result, and shows each new one at once if nobody
// knows when the log ends.
void read_log(log_input& log, log_aids& with, report::log::log_result& to) {
  const bool show_at_once = with.show && log.is_live();
  const auto screen = report::look_for(STDOUT_FILENO);
  const std::size_t number = to.sources.size() - 1;
  report::log::log_parser parser([&](report::log::log_report&& each) {
    with.names.fill_in(each);
    if (with.matters.ignores(each)) {
      ++to.sources.back().ignored;
      return;
    }
    if (!to.reports.add(std::move(each), number)) return;
    report::log::report_group& group = to.reports.last();
    group.known = with.matters.knows(group.key);
    if (show_at_once) {
      const report::sources files =
          report::log::sources_of(group.first(), with.roots);
      print(report::log::log_report_text(group, files, screen) + '\n');
      group.shown = true;
    }
  });
  // What was read before an error counts.
  const auto finish = [&] {
    parser.finish();
    to.sources.back().counts = parser.counts();
  };
  try {
    for (auto piece = log.read(); !piece.empty(); piece = log.read()) {
      parser.feed(piece);
    }
  } catch (const log_input_error&) {
    finish();
    throw;
  }
  finish();
}

// A log that cannot be read keeps nobody from reading the others.
report::log::log_result read_logs(const std::vector<std::string>& names,
                                  log_aids& with, end_of_reading& end) {
  report::log::log_result result;
  for (const std::string& name : names) {
    result.sources.push_back({.name = name, .counts = {}});
    try {
      if (end.signal() != 0) {
        throw log_input_error(name + " was not read: a signal ended that");
      }
      log_input log(name, end);
      result.sources.back().name = log.name();
      read_log(log, with, result);
    } catch (const log_input_error& error) {
      result.sources.back().unreadable = error.what();
      complain(error.what());
    }
  }
  result.reports.sort();
  return result;
}

void check_log_format(const std::string& name) {
  const report::format& format = *report::find_format(name);
  if (format.problems == nullptr && format.logs == nullptr) {
    throw usage_error(fmt::format(
        "report has no format {}: a log does not tell when what happened",
        name));
  }
}

void check_log_formats(const command_line& wanted) {
  check_log_format(wanted.format);
  for (const wanted_file& each : wanted.files) {
    check_log_format(each.format);
  }
}

int status_of(const report::log::log_result& result,
              const report::problem_list& problems) {
  if (report::log::unreadable_logs(result) != 0)
    return exit_status::inconclusive;
  if (any_fails(problems)) return exit_status::findings;
  return report::log::inconclusive(result) ? exit_status::inconclusive
                                           : exit_status::good;
}

int write_report(report::log::log_result& result, log_aids& with,
                 const command_line& wanted) {
  result.ignoring = with.matters.ignoring();
  const report::sources files = report::log::sources_of(result, with.roots);
  report::problem_list problems = report::problems_of(result, files);
  with.matters.apply(problems);
  const rendering render = [&](const report::format& format,
                               const report::look& screen,
                               const report::text_sink& to) {
    if (format.problems != nullptr) {
      format.problems(problems, to);
    } else {
      format.logs(result, files, screen, to);
    }
  };
  print_as_wanted(wanted, render);
  result.reports.forget_shown();
  write_files(wanted, render);
  for (const std::string& each : with.names.remarks()) {
    complain(each);
  }
  return status_of(result, problems);
}

// Needs nothing of the installation.
int report_logs(const command_line& wanted) {
  check_log_formats(wanted);
  log_aids with(wanted);
  int signal = 0;
  report::log::log_result result;
  {
    end_of_reading end;
    result = read_logs(wanted.logs, with, end);
    signal = end.signal();
  }
  const bool any_read =
      report::log::unreadable_logs(result) < result.sources.size();
  const int status =
      any_read ? write_report(result, with, wanted) : exit_status::inconclusive;
  return signal == 0 ? status : 128 + signal;
}

// Starts the services if they are to be real ones, and has subjects built that
// ask them, for as long as the result lives.
std::optional<services::service_process> serve_if_wanted(
    const command_line& wanted, installation& here, judging& how) {
  if (wanted.services != "http") {
    return std::nullopt;
  }
  here.toolchain.plain = here.toolchain.http;
  services::service_process running;
  how.services_port = running.port();
  return running;
}

int run(const command_line& wanted, std::stop_token stop) {
  installation here = load_installation(source_root, build_root);
  judging how = judging_of(wanted, std::move(stop));
  const auto serving = serve_if_wanted(wanted, here, how);
  switch (wanted.verb) {
    case verb::judge:
      return judge_catalogue(here, wanted, how);
    case verb::list:
      return list(here, wanted);
    case verb::check:
      return judge_one(here, wanted, how);
    case verb::show:
      return show(here, wanted, how);
    case verb::replay:
      return replay(here, wanted, how);
    case verb::seeds:
      return judge_seeds(here, named_tasks(here, wanted.subjects), wanted, how,
                         wants_json(wanted, "seeds"));
    case verb::capture:
      return capture_catalogue(here, wanted, how);
    case verb::matrix:
      return compare_tools(here, wanted, how);
    case verb::bench:
      return measure_speed(here, wanted, how);
    case verb::bench_compare:
      return compare_speed(here, wanted, how);
    case verb::workshop:
      return workshop::run(here, workshop::parse_command_line(wanted.workshop),
                           how);
    case verb::list_formats:
    case verb::merge:
    case verb::report:
      break;
  }
  return exit_status::usage;
}

namespace {

// A file that is opened must not become a standard stream that whoever started
// us has closed. To use one that was closed stays an error.
void keep_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    // The lowest number that is free, which is this one.
    ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

// Every schedule needs about as much memory as the last one: giving it back in
// between costs more than decoding does.
void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

}  // namespace

int main(int argc, const char* const* argv) {
  keep_standard_streams();
  keep_freed_memory();
  try {
    const command_line wanted = parse_command_line(argc, argv);
    check_output_targets(wanted);
    if (wanted.verb == verb::report) {
      return report_logs(wanted);
    }
    if (wanted.verb == verb::list_formats) {
      return list_formats(wanted);
    }
    if (wanted.verb == verb::merge) {
      return merge(wanted, wants_json(wanted, "merge"));
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
