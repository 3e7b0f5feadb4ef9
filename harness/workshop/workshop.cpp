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
#include "harness/workshop/opened_course.hpp"
#include "harness/workshop/solution.hpp"
#include "harness/workshop/verify.hpp"

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
  return report::find_format(format)->problems(
      report::problems_of(run_of(here, {as_subject(what)})));
}

int check(const installation& here, const command_line& wanted,
          const judging& how) {
  const course of = open_course(here, wanted);
  const exercise& which = named_exercise(of, wanted.name);
  const task shown = task_for(of.file(which), which.lesson);
  attempt what;
  {
    task_progress bar({&shown, 1});
    what = judge_attempt(here, of, which, how, bar.function());
  }
  print(attempt_as(wanted.format, here, what));
  remark(note_attempt(of, which, what).remark);
  return status_of(what);
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
  const read_progress now = of.state().update([&](progress& state) {
    unsigned& seen = state.exercises[which.name].hints;
    if (seen < exercise_text::levels) ++seen;
  });
  const unsigned level = now.state.exercises.at(which.name).hints;
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
  if (!may_see_solution(mine)) {
    throw usage_error(fmt::format(
        "the solution of {} is for who has passed it or tried {} times; you "
        "have tried {}: ./run_tsan.sh workshop hint {}",
        which.name, tries_before_solution,
        mine.tries.size() == 1 ? "once"
                               : fmt::format("{} times", mine.tries.size()),
        which.name));
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

}  // namespace

int run(const installation& here, const command_line& wanted,
        const judging& how) {
  switch (wanted.verb) {
    case verb::start:
      return start(here, wanted);
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
  }
  return exit_status::usage;
}

}  // namespace racelab::workshop
