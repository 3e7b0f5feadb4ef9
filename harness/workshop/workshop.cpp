// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/workshop.hpp"

#include "harness/command_line.hpp"
#include "harness/console.hpp"
#include "harness/near_names.hpp"
#include "harness/report/format.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/problem.hpp"
#include "harness/task_progress.hpp"
#include "harness/workshop/attempt.hpp"
#include "harness/workshop/attempt_json.hpp"
#include "harness/workshop/attempt_text.hpp"
#include "harness/workshop/course_view.hpp"
#include "harness/workshop/handed_in.hpp"
#include "harness/workshop/next_hint.hpp"
#include "harness/workshop/opened_course.hpp"
#include "harness/workshop/play.hpp"
#include "harness/workshop/scaffold.hpp"
#include "harness/workshop/solution.hpp"
#include "harness/workshop/summary.hpp"
#include "harness/workshop/verify.hpp"
#include "harness/workshop/watch.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

report::look screen() { return report::look_for(STDOUT_FILENO); }

bool wants_json(const command_line& wanted) { return wanted.format == "json"; }

// What is no result and has to be said all the same.
void remark(const std::string& words) {
  if (!words.empty()) complain(words);
}

int start(const installation& here, const command_line& wanted) {
  const course of = course_to_lay_out(here, wanted);
  const laying_out done = lay_out(of, here.toolchain, here.catalogue.root);
  print(laid_out_text(of, done, screen()));
  remark(done.remark);
  return exit_status::good;
}

std::string attempt_as(const std::string& format, const installation& here,
                       const attempt& what) {
  if (format == "json") return report::pretty(attempt_json(what));
  const report::sources files = sources_of(here, what);
  if (format == "terminal") return attempt_text(what, files, screen());
  return report::collected([&](const report::text_sink& to) {
    report::find_format(format)->problems(
        report::problems_of(run_of(here, {as_subject(what)})), to);
  });
}

std::string words_if_not_noted(const course& of, const exercise& which,
                               const attempt& what) try {
  return note_attempt(of, which, what).remark;
} catch (const progress_error& error) {
  return error.what();
}

// After a pass, on a terminal.
std::string next_file(const course& of) {
  const exercise* next = of.next(of.state().read().state);
  return next == nullptr
             ? "\n  That was the last one: all exercises are passed.\n"
             : fmt::format("\n  Next: open {}\n",
                           report::printable(of.file(*next).string()));
}

int check(const installation& here, const command_line& wanted, judging how) {
  how.again = wanted.again;
  const course of = open_course(here, wanted);
  follow_move(of, here.toolchain, here.catalogue.root);
  const exercise& which = named_exercise(of, wanted.name);
  const task shown = task_for(of.file(which), which.lesson);
  attempt what;
  {
    task_progress bar({&shown, 1});
    what = judge_attempt(here, of, which, how, bar.function());
  }
  // What a learner has been told is kept, whatever comes next.
  const std::string lost = words_if_not_noted(of, which, what);
  print(attempt_as(wanted.format, here, what));
  if (what.outcome == outcome::passed && wanted.format == "terminal") {
    print(next_file(of));
  }
  remark(lost);
  return status_of(what);
}

int play(const installation& here, const command_line& wanted,
         const judging& how) {
  const course of = open_course(here, wanted);
  const exercise& which = named_exercise(of, wanted.name);
  if (!play(here, of, which, how)) return exit_status::findings;
  const attempt result = judge_attempt(here, of, which, how);
  const std::string lost = words_if_not_noted(of, which, result);
  print(fmt::format("{} is {}.\n", report::printable(of.file(which).string()),
                    name_of(result.outcome)));
  remark(lost);
  return status_of(result);
}

int list(const installation& here, const command_line& wanted) {
  const course of = open_course(here, wanted);
  const read_progress now = of.state().read();
  print(wants_json(wanted) ? report::pretty(list_json(of, now.state))
                           : list_text(of, now.state, screen()));
  remark(now.remark);
  return exit_status::good;
}

int hint(const installation& here, const command_line& wanted) {
  const course of = open_course(here, wanted);
  const exercise& which = named_exercise(of, wanted.name);
  const read_progress now = see_next_hint(of, which);
  // Where it cannot be kept how many were seen, nobody would come further.
  const unsigned level = now.kept ? now.state.exercises.at(which.name).hints
                                  : exercise_text::levels;
  print(wants_json(wanted) ? report::pretty(hint_json(of, which, level))
                           : hint_text(of, which, level, screen()));
  remark(now.remark);
  return exit_status::good;
}

int reset(const installation& here, const command_line& wanted) {
  const course of = open_course(here, wanted);
  const exercise& which = named_exercise(of, wanted.name);
  const resetting done = reset(of, which);
  print(done.kept.empty()
            ? fmt::format("{} is as it was laid out.\n",
                          report::printable(of.file(which).string()))
            : fmt::format("{} is as it was laid out; yours is kept as {}.\n",
                          report::printable(of.file(which).string()),
                          report::printable(done.kept.string())));
  remark(done.remark);
  return exit_status::good;
}

int solution(const installation& here, const command_line& wanted,
             const judging& how) {
  const course of = open_course(here, wanted);
  const exercise& which = named_exercise(of, wanted.name);
  const progress now = of.state().read().state;
  const exercise_progress mine = progress_of(now, which);
  if (const std::string needed = needed_for_solution(which, mine);
      !needed.empty()) {
    throw usage_error(
        fmt::format("{}: ./run_tsan.sh workshop hint {}", needed, which.name));
  }
  print(solution_text(here, of, which, how, screen()));
  return exit_status::good;
}

int show_progress(const installation& here, const command_line& wanted) {
  const course of = open_course(here, wanted);
  const read_progress now = of.state().read();
  print(wants_json(wanted) ? report::pretty(progress_json(of, now.state))
                           : progress_view(of, now.state, screen()));
  remark(now.remark);
  return exit_status::good;
}

int verify_set(const installation& here, const command_line& wanted,
               const judging& how) {
  const exercise_set set =
      load_set(wanted.set.empty() ? built_in_set(here.catalogue) : wanted.set,
               here.catalogue);
  const verified_set seen = verify(here, set, how);
  print(wants_json(wanted) ? report::pretty(verified_json(seen))
                           : verified_text(seen, screen()));
  return status_of(seen);
}

// Where --set does not say it: here, if a set is here.
fs::path set_to_extend(const command_line& wanted) {
  if (!wanted.set.empty()) return wanted.set;
  return fs::exists("set.json") ? "." : "racelab-exercises";
}

int make_new(const installation& here, const command_line& wanted) {
  const fs::path set = set_to_extend(wanted);
  print(scaffolding_text(set, wanted.name,
                         scaffold({wanted.name, kind_named(wanted.kind),
                                   wanted.twin, wanted.lesson, set},
                                  here.catalogue)));
  return exit_status::good;
}

std::string summary_as(const std::string& format, const class_summary& of) {
  if (format == "json") return report::pretty(summary_json(of));
  if (format == "csv") return summary_csv(of);
  if (format == "html") return summary_html(of);
  return summary_text(of, screen());
}

int summary(const installation& here, const command_line& wanted) {
  const class_summary of = summary_of(
      load_set(wanted.set.empty() ? built_in_set(here.catalogue) : wanted.set,
               here.catalogue),
      collect(wanted.places));
  print(summary_as(wanted.format, of));
  return status_of(of);
}

}  // namespace

int run(const installation& here, const command_line& wanted,
        const judging& how) {
  switch (wanted.verb) {
    case verb::start:
      return start(here, wanted);
    case verb::watch:
      return watch(here, open_course(here, wanted), how);
    case verb::play:
      return play(here, wanted, how);
    case verb::check:
      return check(here, wanted, how);
    case verb::list:
      return list(here, wanted);
    case verb::hint:
      return hint(here, wanted);
    case verb::reset:
      return reset(here, wanted);
    case verb::solution:
      return solution(here, wanted, how);
    case verb::progress:
      return show_progress(here, wanted);
    case verb::verify_set:
      return verify_set(here, wanted, how);
    case verb::make_new:
      return make_new(here, wanted);
    case verb::summary:
      return summary(here, wanted);
  }
  return exit_status::usage;
}

}  // namespace racelab::workshop
