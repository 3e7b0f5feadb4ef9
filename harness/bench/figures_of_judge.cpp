// Distributed under the Boost Software License, Version 1.0.

// The judge's own speed, as a learner meets it.

#include "harness/bench/command_run.hpp"
#include "harness/bench/figures.hpp"
#include "harness/explore/latency_run.hpp"
#include "harness/matrix/tool_failure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>

namespace racelab::bench {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* pattern = "dependent_calls/pattern";
constexpr const char* twin = "dependent_calls/read_before_fetch";

task task_of(const place& at, const char* subject) {
  return task_for(at.here, catalogue::find_subject(at.here.catalogue, subject));
}

// The subject with another last line each time, so that no earlier verdict can
// be taken. The file's name stays, as it does for who edits.
class edited_file {
 public:
  edited_file(const place& at, const char* subject, const char* name)
      : lesson_(task_of(at, subject).source.lesson), file_(at.scratch / name) {
    std::ifstream in(task_of(at, subject).source.file);
    text_.assign(std::istreambuf_iterator<char>(in), {});
    begun_ = std::chrono::system_clock::now().time_since_epoch().count();
  }

  const fs::path& file() const { return file_; }
  const std::string& lesson() const { return lesson_; }

  void edit() {
    std::ofstream out(file_);
    out << text_ << fmt::format("// edit {} of {}\n", ++edits_, begun_);
    if (!out.flush())
      throw matrix::tool_failure("cannot write " + file_.string());
  }

 private:
  const std::string lesson_;
  const fs::path file_;
  std::string text_;
  std::int64_t begun_ = 0;
  unsigned edits_ = 0;
};

// --- Lessons -----------------------------------------------------------------

// Runs of a lesson's pattern at real speed, of which each round's critical path
// is known as well.
class latency_runs {
 public:
  latency_runs(const place& at, std::string lesson)
      : at_(at), subject_(std::move(lesson) + "/pattern") {}

  void build() {
    build::options options = at_.here.builds;
    options.stop = at_.how.stop;
    const build::result result = build::build_subject(
        at_.here.toolchain, task_of(at_, subject_.c_str()).source, options);
    if (at_.how.stop.stop_requested()) throw interrupted();
    if (const auto* made = std::get_if<build::executables>(&result))
      built_ = *made;
  }

  void run() {
    if (built_.plain.empty())
      throw matrix::tool_failure(subject_ + " could not be built");
    explore::latency_options options;
    options.runs = runs;
    options.stop = at_.how.stop;
    const observe::latency_result result =
        explore::measure_latency({built_.plain, {}}, options);
    if (at_.how.stop.stop_requested()) throw interrupted();
    if (!result.measured) throw matrix::tool_failure(result.reason);
    last_ = *result.measured;
  }

  double p50() const { return last_.p50.count() / 1000; }
  double p99() const { return last_.p99.count() / 1000; }
  double critical_path() const { return last_.critical_path.count() / 1000; }

 private:
  static constexpr unsigned runs = 100;

  const place& at_;
  const std::string subject_;
  build::executables built_;
  observe::latency last_;
};

entry latency_entry(const place& at, const std::string& lesson,
                    const char* percentile, double limit,
                    double (latency_runs::*value)() const) {
  const auto runs = std::make_shared<latency_runs>(at, lesson);
  entry out;
  out.what = {.name = fmt::format("latency/{}/{}", lesson, percentile),
              .about = fmt::format("Real latency, {} of 100 runs", percentile),
              .unit = "s"};
  out.what.ours = [runs, value] {
    runs->run();
    return sample{((*runs).*value)()};
  };
  out.what.rivals = {{"the critical path", goal{limit},
                      [runs] { return sample{runs->critical_path()}; }}};
  out.prepare = [runs, lesson](const tell_function& tell) {
    tell("compiles " + lesson);
    runs->build();
  };
  return out;
}

// --- check -------------------------------------------------------------------

constexpr const char* bare_main = R"(
struct ready_shop : racelab::shop {{
  std::unique_ptr<racelab::order> get_order(
      const racelab::context&, const std::string&) override {{
    return std::make_unique<racelab::order>();
  }}
  std::unique_ptr<racelab::customer> get_customer(
      const racelab::context&, const std::string&) override {{
    return std::make_unique<racelab::customer>();
  }}
  std::unique_ptr<racelab::product> get_product(
      const racelab::context&, const std::string&) override {{
    return std::make_unique<racelab::product>();
  }}
}};
int main() {{
  ready_shop shop;
  racelab::{}::get_order_details(racelab::context::background(), shop, "order");
}}
)";

// The same file with a main that calls the function once.
void write_bare_program(const edited_file& from, const fs::path& to) {
  std::ofstream out(to);
  out << "#include \"" << from.file().string() << "\"\n"
      << fmt::format(bare_main, from.lesson());
}

class check_run {
 public:
  explicit check_run(const place& at)
      : at_(at), solution_(at, pattern, "solution.cpp") {}

  double check() {
    solution_.edit();
    const fs::path front_door = root() / "run_tsan.sh";
    return seconds_of([&] {
      run_command({front_door.string(), "check", solution_.file().string(),
                   "--lesson", solution_.lesson()},
                  5min, {at_.scratch, at_.how.stop, compiler()});
    });
  }

  double bare() {
    solution_.edit();
    write_bare_program(solution_, at_.scratch / "main.cpp");
    const command_place there{at_.scratch, at_.how.stop, {}, true};
    return seconds_of([&] {
      run_command(
          {at_.here.toolchain.compiler.string(), "-std=c++20", "-O1", "-g",
           "-fsanitize=thread", "-I" + (root() / "patterns").string(),
           "main.cpp", "-o", "bare", "-lboost_thread"},
          5min, there);
      run_command({(at_.scratch / "bare").string()}, 1min, there);
    });
  }

 private:
  const fs::path& root() const { return at_.here.catalogue.root; }

  // For who did not come through the front door.
  std::vector<std::string> compiler() const {
    if (std::getenv("CXX") != nullptr) return {};
    const bool gcc = at_.here.toolchain.kind == build::toolchain::family::gcc;
    return {gcc ? "CXX=g++" : "CXX=clang++"};
  }

  const place& at_;
  edited_file solution_;
};

// --- The catalogue -----------------------------------------------------------

// The whole catalogue with a cache of its own: cold once, then with nothing
// changed, or one twin.
class catalogue_runs {
 public:
  explicit catalogue_runs(const place& at)
      : at_(at), changed_(at, twin, "read_before_fetch.cpp") {}

  double cold(const tell_function& tell) {
    if (cold_ == 0) {
      auto builds = at_.here.builds;
      builds.cache = at_.scratch / "subjects";
      own_ = std::make_unique<installation>(
          installation{at_.here.toolchain, at_.here.catalogue, builds,
                       kept_results(at_.scratch / "results")});
      cold_ = judge(all_tasks(), tell);
    }
    return cold_;
  }

  double unchanged() { return judge(all_tasks(), {}); }

  double one_changed() {
    changed_.edit();
    std::vector<task> tasks = all_tasks();
    const task was = task_of(at_, twin);
    const auto place = std::find_if(
        tasks.begin(), tasks.end(),
        [&](const task& each) { return each.source.file == was.source.file; });
    place->source.file = changed_.file();
    return judge(tasks, {});
  }

  double twin_alone() {
    changed_.edit();
    task only = task_of(at_, twin);
    only.source.file = changed_.file();
    return judge({only}, {});
  }

 private:
  std::vector<task> all_tasks() const {
    std::vector<task> all;
    for (const auto& each : catalogue::subjects(own_->catalogue))
      all.push_back(task_for(*own_, each));
    return all;
  }

  double judge(const std::vector<task>& tasks, const tell_function& tell) {
    std::vector<report::subject_result> results;
    const double seconds = seconds_of([&] {
      results = judge_all(*own_, tasks, at_.how, [&](const step& now) {
        if (tell)
          tell(fmt::format("the catalogue, cold: {}, {}",
                           report::name_of(tasks[now.subject].result),
                           now.doing));
      });
    });
    for (const report::subject_result& each : results)
      if (each.verdict == report::verdict::inconclusive)
        throw matrix::tool_failure(fmt::format("{} was not judged: {}",
                                               report::name_of(each),
                                               fmt::join(each.why_not, " ")));
    return seconds;
  }

  const place& at_;
  edited_file changed_;
  std::unique_ptr<installation> own_;
  double cold_ = 0;
};

// --- Schedules ---------------------------------------------------------------

// Schedules of one subject, so many in a process, from its start on.
class schedule_runs {
 public:
  explicit schedule_runs(const place& at) : at_(at) {}

  void build() try {
    runs_ = open(at_.here, task_of(at_, pattern), at_.how);
  } catch (const explore::environment_failure& failure) {
    why_not_ = failure.what();
  }

  double per_second(unsigned processes, unsigned schedules) {
    if (!runs_) throw matrix::tool_failure(why_not_);
    const double seconds = seconds_of([&] {
      for (unsigned i = 0; i < processes; ++i) {
        runs_->renew();
        for (unsigned each = 0; each < schedules; ++each) run(each);
      }
    });
    return processes * schedules / seconds;
  }

 private:
  void run(unsigned seed) try {
    explore::schedule next = explore::parse_token("o0");
    next.sampled = true;
    next.seed = seed;
    runs_->run(next, explore::stacks::calls);
    if (at_.how.stop.stop_requested()) throw interrupted();
  } catch (const explore::environment_failure& failure) {
    if (at_.how.stop.stop_requested()) throw interrupted();
    throw matrix::tool_failure(failure.what());
  }

  const place& at_;
  std::unique_ptr<explore::runner> runs_;
  std::string why_not_;
};

}  // namespace

std::vector<entry> figures_of_lessons(const place& at) {
  std::vector<entry> out;
  for (const char* each : {"independent_calls", "dependent_calls"}) {
    out.push_back(latency_entry(at, each, "p50", 1.03, &latency_runs::p50));
    out.push_back(latency_entry(at, each, "p99", 1.10, &latency_runs::p99));
  }
  return out;
}

std::vector<entry> figures_of_check(const place& at) {
  const auto runs = std::make_shared<check_run>(at);
  entry out;
  out.what = {.name = "check",
              .about = "check, from an edit to the verdict",
              .unit = "s"};
  out.what.ours = [runs] { return sample{runs->check()}; };
  out.what.rivals = {{"a bare compile, link and run", goal{0.7},
                      [runs] { return sample{runs->bare()}; }}};
  // The first one may have to make what the next ones find.
  out.prepare = [runs](const tell_function& tell) {
    tell("judges once beforehand");
    try {
      runs->check();
    } catch (const matrix::tool_failure&) {
    }
  };
  return {std::move(out)};
}

std::vector<entry> figures_of_catalogue(const place& at) {
  if (at.quick) return {};
  const auto runs = std::make_shared<catalogue_runs>(at);
  const auto why = std::make_shared<std::string>();
  const auto prepare = [runs, why](const tell_function& tell) {
    if (!why->empty()) return;
    try {
      runs->cold(tell);
    } catch (const matrix::tool_failure& failure) {
      *why = failure.what();
    }
  };
  const auto if_cold = [why](auto measure) {
    return [why, measure] {
      if (!why->empty()) throw matrix::tool_failure(*why);
      return sample{measure()};
    };
  };
  entry unchanged;
  unchanged.what = {.name = "catalogue/unchanged",
                    .about = "The whole catalogue, with nothing changed",
                    .unit = "s"};
  unchanged.what.ours = if_cold([runs] { return runs->unchanged(); });
  unchanged.what.rivals = {
      {"one cold run", goal{0.02}, if_cold([runs] { return runs->cold({}); })}};
  unchanged.prepare = prepare;
  entry changed;
  changed.what = {.name = "catalogue/one_changed",
                  .about = "The whole catalogue, what one changed twin adds",
                  .unit = "s"};
  changed.what.ours = if_cold([runs] {
    const double without = runs->unchanged();
    return runs->one_changed() - without;
  });
  changed.what.rivals = {{"that twin alone", goal{1.2},
                          if_cold([runs] { return runs->twin_alone(); })}};
  changed.prepare = prepare;
  return {std::move(unchanged), std::move(changed)};
}

std::vector<entry> figures_of_schedules(const place& at) {
  const auto runs = std::make_shared<schedule_runs>(at);
  entry out;
  out.what = {.name = "schedules",
              .about = "Schedules of one subject, in one process",
              .unit = "1/s"};
  out.what.ours = [runs] { return sample{runs->per_second(1, 250)}; };
  out.what.rivals = {{"a process for each", goal{20, true},
                      [runs] { return sample{runs->per_second(5, 1)}; }}};
  out.prepare = [runs](const tell_function& tell) {
    tell("compiles the subject");
    runs->build();
  };
  return {std::move(out)};
}

}  // namespace racelab::bench
