// Distributed under the Boost Software License, Version 1.0.

// How long it takes until a twin's bug is found, by Racelab and by others that
// look at runs.

#include "harness/bench/figures.hpp"
#include "harness/detect/detectors.hpp"
#include "harness/file_lines.hpp"
#include "harness/matrix/circumstances.hpp"
#include "harness/matrix/judging.hpp"
#include "harness/matrix/programs.hpp"
#include "harness/matrix/right_lines.hpp"
#include "harness/matrix/tool_failure.hpp"
#include "harness/matrix/tool_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace racelab::bench {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;
using seconds = std::chrono::duration<double>;

// A tool is ended when it has taken so many times what Racelab took: that it
// does not come first is known by then.
constexpr double patience = 2;

struct other_tool {
  const char* name;
  const char* title;
};
constexpr other_tool others[] = {{"tsan-gcc", "ThreadSanitizer alone"},
                                 {"helgrind", "Helgrind"},
                                 {"drd", "DRD"}};

// Of a quick run: a race, and one that is none to ThreadSanitizer.
constexpr std::string_view quick_twins[] = {
    "dependent_calls/read_before_fetch",
    "dependent_calls/locked_read_before_fetch"};

// What all twins' searches have in common.
class others_at_work {
 public:
  explicit others_at_work(const place& at)
      : at_(at),
        programs_(at.here.toolchain, at.kept / "programs", at.how.stop) {}

  matrix::program program_of(const matrix::tool& by,
                             const catalogue::subject& what) const {
    return programs_.of(by, what);
  }

  matrix::run_place folder() const {
    const fs::path own = at_.scratch / "tool";
    fs::create_directories(own);
    return {at_.here.catalogue.root, own, at_.how.stop};
  }

  // What the tool says of the lesson's pattern, which is no news of a twin.
  const std::vector<matrix::message>& of_pattern(
      const matrix::tool& by, const catalogue::lesson& lesson) {
    const std::pair key{by.name, lesson.name};
    auto found = of_patterns_.find(key);
    if (found == of_patterns_.end()) {
      const catalogue::subject pattern =
          catalogue::find_subject(at_.here.catalogue, lesson.name + "/pattern");
      const matrix::program built = program_of(by, pattern);
      const matrix::run_place there = folder();
      matrix::measurement seen = matrix::run_program(
          by, built.file, matrix::describe_program(built.file, there), 1s,
          there, [](std::size_t) {});
      found = of_patterns_.emplace(key, std::move(seen.messages)).first;
    }
    return found->second;
  }

 private:
  const place& at_;
  const matrix::programs programs_;
  std::map<std::pair<std::string, std::string>, std::vector<matrix::message>>
      of_patterns_;
};

// The search for one twin's bug.
class search {
 public:
  search(const place& at, std::shared_ptr<others_at_work> common,
         catalogue::subject what)
      : at_(at), common_(std::move(common)), what_(what) {}

  // Everything that `prepare` needs is kept then.
  void build(const tell_function& tell) const {
    tell(fmt::format("compiles {}", catalogue::path(what_)));
    try {
      open(at_.here, task_for(at_.here, what_), at_.how);
      for (const other_tool& each : others)
        common_->program_of(*matrix::find_tool(each.name), what_);
    } catch (const explore::environment_failure&) {
    } catch (const matrix::tool_failure&) {
    }
  }

  void prepare(const tell_function& tell) {
    try {
      runs_ = open(at_.here, task_for(at_.here, what_), at_.how);
    } catch (const explore::environment_failure& failure) {
      why_not_ = failure.what();
    }
    for (const other_tool& each : others) prepare(each.name, tell);
  }

  sample racelab() {
    if (!runs_) throw matrix::tool_failure(why_not_);
    ++seed_;
    runs_->renew();
    explore::options options = at_.how.explore;
    options.seed = seed_;
    bool found = false;
    const auto look = [&](const observe::observation& seen) {
      auto all = detect::detect_all(seen);
      found =
          found || std::any_of(all.begin(), all.end(), [&](const auto& each) {
            return is_expected(each.id);
          });
      return all;
    };
    struct enough {};
    const auto from = clock::now();
    try {
      explore::explore(*runs_, options, look, [&](const explore::progress&) {
        if (at_.how.stop.stop_requested()) throw interrupted();
        if (found) throw enough();
      });
    } catch (const enough&) {
    }
    ours_ = seconds(clock::now() - from).count();
    if (at_.how.stop.stop_requested()) throw interrupted();
    if (!found) throw matrix::tool_failure("Racelab did not find it");
    return {ours_};
  }

  sample other(const char* name) {
    const tool_at_work& with = tools_.at(name);
    if (!with.why_not.empty()) throw matrix::tool_failure(with.why_not);
    const double cap = patience * ours_;
    matrix::tool by = with.by;
    matrix::measurement seen;
    const auto from = clock::now();
    for (std::size_t number = seed_ - 1;; ++number) {
      const double left = cap - seconds(clock::now() - from).count();
      if (left <= 0) return {cap, true};
      by.bound = std::max(
          1ms, std::chrono::ceil<std::chrono::milliseconds>(seconds(left)));
      if (finds(with, by, number, seen)) {
        const double took = seconds(clock::now() - from).count();
        return took < cap ? sample{took} : sample{cap, true};
      }
    }
  }

 private:
  struct tool_at_work {
    matrix::tool by;
    matrix::program built;
    std::optional<matrix::circumstances> all;
    std::vector<matrix::message> of_pattern;
    std::string why_not;
  };

  void prepare(const char* name, const tell_function& tell) {
    tool_at_work& to = tools_[name];
    to.by = *matrix::find_tool(name);
    tell(fmt::format("{}, {}", catalogue::path(what_), name));
    try {
      to.built = common_->program_of(to.by, what_);
      to.all.emplace(
          matrix::describe_program(to.built.file, common_->folder()));
      to.of_pattern = common_->of_pattern(to.by, *what_.lesson);
    } catch (const matrix::tool_failure& failure) {
      to.why_not = failure.what();
    }
  }

  bool is_expected(std::string_view id) const {
    const auto& all = what_.variant->expected;
    return std::find(all.begin(), all.end(), id) != all.end();
  }

  // Whether it has found it after one run more. One that was ended too early to
  // say anything has not.
  bool finds(const tool_at_work& with, const matrix::tool& by,
             std::size_t number, matrix::measurement& seen) const {
    const auto until = clock::now() + by.bound;
    try {
      matrix::run_once(by, with.built.file, *with.all, number,
                       common_->folder(), seen);
    } catch (const matrix::tool_failure&) {
      if (clock::now() < until) throw;
      return false;
    }
    return matrix::judge(by, judged(), seen, with.of_pattern).found > 0;
  }

  matrix::judged_subject judged() const {
    const fs::path& root = at_.here.catalogue.root;
    const catalogue::subject pattern = catalogue::find_subject(
        at_.here.catalogue, what_.lesson->name + "/pattern");
    matrix::judged_subject out;
    out.file = what_.variant->file;
    out.lines =
        read_lines(root / out.file).value_or(std::vector<std::string>());
    out.pattern_file = pattern.variant->file;
    out.pattern_lines = read_lines(root / out.pattern_file)
                            .value_or(std::vector<std::string>());
    out.right_lines = matrix::differing_lines(out.pattern_lines, out.lines);
    return out;
  }

  const place& at_;
  const std::shared_ptr<others_at_work> common_;
  const catalogue::subject what_;
  std::unique_ptr<explore::runner> runs_;
  std::string why_not_;
  std::map<std::string, tool_at_work> tools_;
  std::uint32_t seed_ = 0;
  double ours_ = 0;  // of the last round
};

entry entry_of(const place& at, const std::shared_ptr<others_at_work>& common,
               const catalogue::subject& what) {
  const auto twin = std::make_shared<search>(at, common, what);
  entry out;
  out.what = {
      .name = "bug/" + catalogue::path(what),
      .about = fmt::format("Until {}'s bug is found", catalogue::path(what)),
      .unit = "s"};
  out.what.ours = [twin] { return twin->racelab(); };
  for (const other_tool& each : others)
    out.what.rivals.push_back(
        {each.title, goal{1}, [twin, each] { return twin->other(each.name); }});
  out.build = [twin](const tell_function& tell) { twin->build(tell); };
  out.prepare = [twin](const tell_function& tell) { twin->prepare(tell); };
  return out;
}

}  // namespace

std::vector<entry> figures_of_bugs(const place& at) {
  const auto common = std::make_shared<others_at_work>(at);
  std::vector<entry> out;
  for (const catalogue::subject& each :
       catalogue::subjects(at.here.catalogue)) {
    const bool wanted =
        each.variant->kind == catalogue::kind::antipattern &&
        (!at.quick ||
         std::find(std::begin(quick_twins), std::end(quick_twins),
                   catalogue::path(each)) != std::end(quick_twins));
    if (wanted) out.push_back(entry_of(at, common, each));
  }
  return out;
}

}  // namespace racelab::bench
