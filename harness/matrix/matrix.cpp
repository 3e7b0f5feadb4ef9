// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/matrix.hpp"

#include "harness/build/fingerprint.hpp"
#include "harness/build/folder_content.hpp"
#include "harness/file_lines.hpp"
#include "harness/for_each_at_once.hpp"
#include "harness/matrix/kept_measurements.hpp"
#include "harness/matrix/programs.hpp"
#include "harness/matrix/right_lines.hpp"
#include "harness/matrix/tool_failure.hpp"
#include "harness/matrix/tool_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <utility>

namespace racelab::matrix {
namespace {

namespace fs = std::filesystem;
using words = std::vector<std::string>;

// Part of every key: changes when what is kept means something else.
constexpr std::string_view kept_format = "measurement 2";

// What a kind of tool looks at, beside the subject: content that changes what
// it sees.
words folders_seen_by(tool_kind kind) {
  words all{"patterns/concurrency", "patterns/lessons"};
  if (kind == tool_kind::text) return all;
  all.insert(all.end(), {"harness/scenario", "harness/probe"});
  if (kind == tool_kind::program) {
    all.emplace_back("harness/matrix/program");
  } else {
    all.insert(all.end(), {"harness/explore", "harness/detect"});
  }
  return all;
}

std::int64_t in_seconds(std::chrono::milliseconds time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

measurement failed(const tool_failure& why) {
  measurement out;
  out.not_run = why.what();
  while (out.not_run.ends_with('\n')) out.not_run.pop_back();
  return out;
}

// --- Measuring ---------------------------------------------------------------

class measuring {
 public:
  measuring(const installation& here, const plan& wanted,
            const progress_function& tell)
      : here_(here),
        wanted_(wanted),
        tell_(tell),
        kept_(wanted.folder / "kept"),
        scratch_(wanted.folder / "scratch"),
        programs_(here.toolchain, wanted.folder / "programs", wanted.how.stop) {
    // What killed processes left behind.
    scratch_.trim(0);
    for (const tool_kind kind :
         {tool_kind::text, tool_kind::program, tool_kind::judge}) {
      build::fingerprint all;
      add_folders(all, root(), folders_seen_by(kind));
      content_[kind] = all.name();
    }
  }

  void plan_for(std::size_t measurements) { now_.planned = measurements; }

  tool_in_use look_for(const tool& by) const {
    if (by.kind == tool_kind::judge)
      return {&by, build::describe(here_.toolchain), ""};
    const auto draft = scratch_.begin();
    try {
      return {&by, version_of(by, place_in(draft)), ""};
    } catch (const tool_failure& why) {
      return {&by, "", failed(why).not_run};
    }
  }

  measurement racelab(const tool_in_use& by, const task& what) {
    begin(by, what, 1);
    const std::string key = key_of(by, what.result.file, 1);
    if (!wanted_.how.again)
      if (auto kept = kept_.find(key)) return done(*std::move(kept));
    const std::string failure = build_racelab(what);
    if (!failure.empty()) return done(failed(tool_failure(failure)));
    measurement out = judged_by_racelab(what);
    if (out.not_run.empty()) kept_.keep(key, out);
    return done(std::move(out));
  }

  // Builds the program that `measure` is going to run, unless it need not. Why
  // it cannot be built, that says.
  void prepare(const tool_in_use& by, const task& what) {
    if (!by.missing.empty() || all_kept(by, what.result.file)) return;
    const std::string name = report::name_of(what.result);
    say(fmt::format("{}, {}, compiles", by.by->name, name));
    if (by.by->kind == tool_kind::judge) {
      build_racelab(what);
      return;
    }
    try {
      programs_.of(*by.by, catalogue::find_subject(here_.catalogue, name));
    } catch (const tool_failure&) {
    }
  }

  measurement measure(const tool_in_use& by, const task& what, unsigned times,
                      double racelab_seconds) {
    begin(by, what, times);
    if (!by.missing.empty()) return done(failed(tool_failure(by.missing)));
    const std::string key = key_of(by, what.result.file, times);
    if (!wanted_.how.again)
      if (auto kept = kept_.find(key)) return done(*std::move(kept));
    try {
      measurement out = by.by->kind == tool_kind::text
                            ? read(*by.by, what)
                            : run(*by.by, what, times, racelab_seconds);
      out.times = times;
      kept_.keep(key, out);
      return done(std::move(out));
    } catch (const tool_failure& why) {
      return done(failed(why));
    }
  }

 private:
  const fs::path& root() const { return here_.catalogue.root; }

  run_place place_in(const build::cache::draft& draft) const {
    return {root(), draft.folder, wanted_.how.stop};
  }

  bool all_kept(const tool_in_use& by, const std::string& file) const {
    if (wanted_.how.again) return false;
    const bool runs = by.by->kind == tool_kind::program;
    const std::vector<unsigned> all =
        runs ? wanted_.times : std::vector<unsigned>{1};
    return std::all_of(all.begin(), all.end(), [&](unsigned times) {
      return kept_.find(key_of(by, file, times)).has_value();
    });
  }

  measurement read(const tool& by, const task& what) const {
    const auto draft = scratch_.begin();
    return read_source(by, root() / what.result.file, programs_.flags(),
                       place_in(draft));
  }

  measurement run(const tool& by, const task& what, unsigned times,
                  double racelab_seconds) {
    const std::string name = report::name_of(what.result);
    const program built =
        programs_.of(by, catalogue::find_subject(here_.catalogue, name));
    const auto draft = scratch_.begin();
    const run_place at = place_in(draft);
    return run_program(
        by, built.file, describe_program(built.file, at),
        std::chrono::duration<double>(racelab_seconds * times), at,
        [&](std::size_t number) {
          say(fmt::format("{}, {}, run {}", by.name, name, number));
        });
  }

  // Empty, or why it could not be built.
  std::string build_racelab(const task& what) const {
    build::options options = here_.builds;
    options.stop = wanted_.how.stop;
    const build::result built =
        build::build_subject(here_.toolchain, what.source, options);
    if (wanted_.how.stop.stop_requested()) throw interrupted();
    if (const auto* error = std::get_if<build::compile_error>(&built))
      return error->diagnostics;
    if (const auto* failure = std::get_if<build::toolchain_failure>(&built))
      return failure->reason;
    return {};
  }

  measurement judged_by_racelab(const task& what) const {
    judging how = wanted_.how;
    how.again = true;
    how.at_once = 1;
    const auto begun = std::chrono::steady_clock::now();
    const report::subject_result result =
        judge_all(here_, {&what, 1}, how, {}).front();
    measurement out = measurement_of(result);
    out.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun)
            .count();
    return out;
  }

  measurement measurement_of(const report::subject_result& result) const {
    measurement out;
    if (result.verdict == report::verdict::inconclusive) {
      out.not_run = fmt::format("{}", fmt::join(result.why_not, " "));
      return out;
    }
    matrix::run all;
    for (const report::shown_finding& each : result.findings) {
      const detect::finding& found = each.finding;
      message said{found.id, found.message, {}};
      add_stack(said, found.file, found.line);
      for (const observe::frame& other : found.related)
        add_stack(said, other.file, other.line);
      out.raw +=
          fmt::format("{}:{}: {} [{}], schedule {}\n", found.file, found.line,
                      found.message, found.id, found.schedule);
      all.messages.push_back(out.messages.size());
      out.messages.push_back(std::move(said));
    }
    out.runs.push_back(std::move(all));
    return out;
  }

  // A line that a finding names is a stack of one frame.
  void add_stack(message& to, const std::string& file, int line) const {
    stack where;
    add_place(where, root() / file, line, root());
    if (!where.empty()) to.stacks.push_back(std::move(where));
  }

  std::string key_of(const tool_in_use& by, const std::string& file,
                     unsigned times) const {
    build::fingerprint all;
    all.add(kept_format);
    all.add(by.by->name);
    all.add(by.version);
    for (const words* each :
         {&by.by->command, &by.by->environment, &by.by->build})
      for (const std::string& word : *each) all.add(word);
    if (by.by->kind == tool_kind::program)
      all.add(std::to_string(in_seconds(by.by->bound)));
    all.add(content_.at(by.by->kind));
    all.add(file);
    all.add_content(root() / file);
    all.add(std::to_string(times));
    return all.name();
  }

  void begin(const tool_in_use& by, const task& what, unsigned times) {
    if (wanted_.how.stop.stop_requested()) throw interrupted();
    say(fmt::format("{}, {}, ×{}", by.by->name, report::name_of(what.result),
                    times));
  }

  measurement done(measurement out) {
    const std::lock_guard lock(mutex_);
    ++now_.done;
    return out;
  }

  void say(std::string doing) {
    const std::lock_guard lock(mutex_);
    now_.doing = std::move(doing);
    if (tell_) tell_(now_);
  }

  const installation& here_;
  const plan& wanted_;
  const progress_function& tell_;
  const kept_measurements kept_;
  const build::cache scratch_;
  const programs programs_;
  std::map<tool_kind, std::string> content_;
  std::mutex mutex_;
  progress now_;
};

// --- Rows --------------------------------------------------------------------

// The tasks and the patterns of their lessons, in the catalogue's order.
std::vector<task> with_patterns(const installation& here,
                                std::span<const task> tasks) {
  std::vector<task> all;
  for (const catalogue::subject& each : catalogue::subjects(here.catalogue)) {
    const bool wanted =
        std::any_of(tasks.begin(), tasks.end(), [&](const task& other) {
          return other.result.lesson == each.lesson->name &&
                 (each.variant->kind == catalogue::kind::pattern ||
                  other.result.variant == each.variant->name);
        });
    if (wanted) all.push_back(task_for(here, each));
  }
  return all;
}

row row_of(const task& what, const result& of) {
  row out;
  out.lesson = what.result.lesson;
  out.variant = what.result.variant;
  out.kind = what.result.kind;
  out.file = what.result.file;
  out.expected = what.result.expected;
  for (const tool_in_use& each : of.tools) {
    cell& added = out.cells.emplace_back();
    added.by = each.by;
    added.seen.resize(each.by->kind == tool_kind::program ? of.times.size()
                                                          : 1);
  }
  return out;
}

bool is_pattern(const row& of) { return of.kind == report::kind::pattern; }

const row& pattern_of(const std::vector<row>& rows, const row& twin) {
  return *std::find_if(rows.begin(), rows.end(), [&](const row& each) {
    return each.lesson == twin.lesson && is_pattern(each);
  });
}

std::vector<message> all_messages(const cell& of) {
  std::vector<message> all;
  for (const measurement& each : of.seen)
    all.insert(all.end(), each.messages.begin(), each.messages.end());
  return all;
}

judged_subject subject_of(const row& of, const row& pattern,
                          const fs::path& root) {
  judged_subject what;
  what.pattern = is_pattern(of);
  what.file = of.file;
  what.lines = read_lines(root / of.file).value_or(std::vector<std::string>());
  what.pattern_file = pattern.file;
  what.pattern_lines =
      read_lines(root / pattern.file).value_or(std::vector<std::string>());
  if (!what.pattern)
    what.right_lines = differing_lines(what.pattern_lines, what.lines);
  return what;
}

// The lines of the subject that Racelab's findings name.
std::set<int> lines_of_racelab(const row& of) {
  std::set<int> lines;
  for (const cell& each : of.cells)
    if (each.by->kind == tool_kind::judge)
      for (const message& found : all_messages(each))
        for (const stack& places : found.stacks)
          for (const place& where : places)
            if (where.file == of.file) lines.insert(where.line);
  return lines;
}

void judge_row(row& of, const row& pattern, const fs::path& root) {
  const judged_subject for_racelab = subject_of(of, pattern, root);
  judged_subject what = for_racelab;
  if (!what.pattern) what.right_lines.merge(lines_of_racelab(of));
  of.right_lines = what.right_lines;
  for (std::size_t i = 0; i < of.cells.size(); ++i) {
    cell& each = of.cells[i];
    const bool own = each.by->kind == tool_kind::judge;
    const std::vector<message> known = all_messages(pattern.cells[i]);
    for (const measurement& seen : each.seen)
      each.judged.push_back(
          judge(*each.by, own ? for_racelab : what, seen, known));
  }
}

// One measurement that is to be made.
struct job {
  std::size_t row;
  std::size_t tool;
  std::size_t place;  // in cell::seen
  unsigned times;
};

std::vector<job> jobs_of(const result& of, tool_kind kind,
                         const std::vector<unsigned>& times) {
  std::vector<job> all;
  for (std::size_t place = 0; place < times.size(); ++place)
    for (std::size_t tool = 0; tool < of.tools.size(); ++tool)
      for (std::size_t row = 0; row < of.rows.size(); ++row)
        if (of.tools[tool].by->kind == kind)
          all.push_back({row, tool, place, times[place]});
  return all;
}

// One for each program that the jobs need.
std::vector<job> builds_of(const std::vector<job>& jobs, const result& of) {
  std::set<std::pair<std::vector<std::string>, std::size_t>> known;
  std::vector<job> all;
  for (const job& each : jobs)
    if (known.emplace(of.tools[each.tool].by->build, each.row).second)
      all.push_back(each);
  return all;
}

// Fills in what is to be measured.
class filling {
 public:
  filling(result& to, measuring& measure, const std::vector<task>& tasks,
          unsigned at_once)
      : to_(to), measure_(measure), tasks_(tasks), at_once_(at_once) {}

  void fill() {
    const std::vector<unsigned> once{1};
    const auto judging = jobs_of(to_, tool_kind::judge, once);
    const auto reading = jobs_of(to_, tool_kind::text, once);
    const auto running = jobs_of(to_, tool_kind::program, to_.times);
    measure_.plan_for(judging.size() + reading.size() + running.size());
    build(judging);
    build(running);
    for (const job& each : judging) judge(each);
    // What takes longest comes last.
    const auto longer =
        std::find_if(running.begin(), running.end(),
                     [](const job& each) { return each.place > 0; });
    const unsigned half = std::max(1U, at_once_ / 2);
    measure({running.begin(), longer}, half);
    measure(reading, at_once_);
    measure({longer, running.end()}, half);
  }

 private:
  // Patterns first: what all of a lesson's programs have in common is built
  // with them.
  void build(const std::vector<job>& for_jobs) {
    std::vector<job> builds = builds_of(for_jobs, to_);
    const auto twins = std::stable_partition(
        builds.begin(), builds.end(),
        [&](const job& each) { return is_pattern(to_.rows[each.row]); });
    for (const std::vector<job>& part :
         {std::vector(builds.begin(), twins), std::vector(twins, builds.end())})
      for_each_at_once(part.size(), at_once_, [&](std::size_t i) {
        measure_.prepare(to_.tools[part[i].tool], tasks_[part[i].row]);
      });
  }

  void judge(const job& each) {
    row& of = to_.rows[each.row];
    measurement& seen = of.cells[each.tool].seen[each.place];
    seen = measure_.racelab(to_.tools[each.tool], tasks_[each.row]);
    of.racelab_seconds = seen.seconds;
  }

  void measure(const std::vector<job>& jobs, unsigned at_once) {
    for_each_at_once(jobs.size(), at_once, [&](std::size_t i) {
      const job& each = jobs[i];
      row& of = to_.rows[each.row];
      of.cells[each.tool].seen[each.place] =
          measure_.measure(to_.tools[each.tool], tasks_[each.row], each.times,
                           of.racelab_seconds);
    });
  }

  result& to_;
  measuring& measure_;
  const std::vector<task>& tasks_;
  const unsigned at_once_;
};

}  // namespace

const judged_measurement& cell::best() const {
  // How much each state says.
  static constexpr std::array<int, 7> worth{6, 3, 5, 2, 4, 4, 1};
  return *std::max_element(
      judged.begin(), judged.end(),
      [](const judged_measurement& one, const judged_measurement& other) {
        return worth.at(static_cast<std::size_t>(one.state)) <
               worth.at(static_cast<std::size_t>(other.state));
      });
}

result make_matrix(const installation& here, std::span<const task> tasks,
                   const plan& wanted, const progress_function& tell) {
  const std::vector<task> all = with_patterns(here, tasks);
  measuring measure(here, wanted, tell);
  result out;
  out.times = wanted.times;
  out.at_once = wanted.how.at_once;
  for (const tool* each : wanted.tools)
    out.tools.push_back(measure.look_for(*each));
  for (const task& each : all) out.rows.push_back(row_of(each, out));
  filling(out, measure, all, wanted.how.at_once).fill();
  for (row& each : out.rows)
    judge_row(each, pattern_of(out.rows, each), here.catalogue.root);
  return out;
}

}  // namespace racelab::matrix
