// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/attempt.hpp"

#include "harness/command_line.hpp"
#include "harness/explore/schedule.hpp"
#include "harness/report/layout.hpp"
#include "harness/workshop/answer_checks.hpp"
#include "harness/workshop/exercise_rules.hpp"
#include "harness/workshop/file_content.hpp"
#include "harness/workshop/moved_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

bool looks_at_clock(const std::vector<build::outside_use>& all) {
  return std::any_of(all.begin(), all.end(), [](const auto& each) {
    return each.what == build::outside::clock;
  });
}

// Whether the exercise cannot be solved without a clock, as far as can be seen.
bool needs_clock(const installation& here, const exercise& which,
                 const judging& how) {
  const auto looks = [&](const task& what) {
    return looks_at_clock(outside_uses_of(here, what, how));
  };
  return looks(given_task(here, which)) ||
         looks(task_for(which.solution, which.lesson));
}

outcome outcome_of(const report::subject_result& judged) {
  if (!judged.diagnostics.empty()) return outcome::does_not_compile;
  switch (judged.verdict) {
    case report::verdict::correct:
      return outcome::passed;
    case report::verdict::broken:
      return outcome::not_passed;
    case report::verdict::inconclusive:
      break;
  }
  return outcome::inconclusive;
}

outcome outcome_of(const std::vector<answer_check>& all) {
  return std::all_of(all.begin(), all.end(),
                     [](const answer_check& each) { return each.right; })
             ? outcome::passed
             : outcome::not_passed;
}

// One attempt being judged.
class judgement {
 public:
  judgement(const installation& here, const exercise& which,
            std::string_view laid_out, const fs::path& file, const judging& how,
            const step_function& tell)
      : here_(here),
        which_(which),
        laid_out_(laid_out),
        how_(how),
        tell_(tell),
        text_(read_learners_file(file)) {
    out_.exercise = which.name;
    out_.kind = which.kind;
    out_.file = file;
  }

  attempt run() {
    out_.refusals = changes_outside(which_.kind, laid_out_, text_);
    is_solved_by_code(which_.kind) ? judge_code() : judge_answers();
    return std::move(out_);
  }

 private:
  void judge_code() {
    out_.digest = digest_of_code(text_);
    for (refusal& each : forbidden_words(text_)) {
      out_.refusals.push_back(std::move(each));
    }
    if (refused()) return;
    const task theirs = task_for(out_.file, which_.lesson);
    out_.judged = judge(theirs);
    out_.outcome = outcome_of(*out_.judged);
    if (out_.judged->diagnostics.empty()) refuse_uses(theirs);
    // What was judged must be what was looked at.
    if (content_of(out_.file) != text_) {
      out_.judged.reset();
      out_.outcome = outcome::inconclusive;
    }
  }

  // What was proved of code that asks where it runs holds nowhere else.
  void refuse_uses(const task& theirs) {
    out_.refusals = refused_uses(here_, which_, theirs, how_);
    if (refused()) out_.judged.reset();
  }

  void judge_answers() {
    given_ = answers_in(which_.kind, text_);
    if (refused()) return;
    if (!is_answered(which_.kind, given_)) {
      out_.outcome = outcome::not_answered;
      return;
    }
    out_.answers = malformed_answers(which_.kind, given_);
    if (!out_.answers.empty()) {
      out_.outcome = outcome::malformed;
      return;
    }
    out_.digest = digest_of_answers(which_.kind, given_);
    switch (which_.kind) {
      case exercise_kind::predict:
        return judge_prediction();
      case exercise_kind::break_code:
        return judge_schedule();
      case exercise_kind::read:
        return judge_reading();
      case exercise_kind::mend:
      case exercise_kind::write:
        break;
    }
  }

  void judge_prediction() {
    const task given = given_task(here_, which_);
    out_.judged = judge(given);
    if (out_.judged->verdict == report::verdict::inconclusive) return;
    moves(given).apply(*out_.judged);
    out_.answers = check_prediction(given_, *out_.judged, out_.file.string());
    put_named_first(*out_.judged, given_, out_.file.string());
    out_.outcome = outcome_of(out_.answers);
  }

  void judge_schedule() {
    const std::string& token = given_.at("schedule");
    answer_check answer{"schedule", token, false, {}};
    const task given = given_task(here_, which_);
    out_.replayed =
        racelab::replay(here_, given, explore::parse_token(token), how_);
    const report::subject_result& seen = out_.replayed->subject;
    if (!seen.diagnostics.empty() ||
        (seen.verdict == report::verdict::inconclusive)) {
      return;
    }
    answer.right = std::any_of(
        seen.findings.begin(), seen.findings.end(), [&](const auto& each) {
          return std::find(which_.expected.begin(), which_.expected.end(),
                           each.finding.id) != which_.expected.end();
        });
    if (!answer.right) answer.words = "nothing goes wrong in that schedule";
    moves(given).apply(*out_.replayed);
    out_.answers.push_back(std::move(answer));
    out_.outcome = outcome_of(out_.answers);
  }

  void judge_reading() {
    out_.answers = check_reading(given_, race_in_log(content_of(which_.log)),
                                 which_.edge, out_.file.string());
    out_.outcome = outcome_of(out_.answers);
  }

  bool refused() {
    if (out_.refusals.empty()) return false;
    out_.outcome = outcome::refused;
    return true;
  }

  report::subject_result judge(const task& what) const {
    return judge_all(here_, {&what, 1}, how_, tell_).front();
  }

  moved_lines moves(const task& given) const {
    return {given.result.file, out_.file.string(),
            lines_in(content_of(which_.start), text_)};
  }

  const installation& here_;
  const exercise& which_;
  std::string_view laid_out_;
  const judging& how_;
  const step_function& tell_;
  std::string text_;
  answers given_;
  attempt out_;
};

bool is_try(const attempt& of) {
  return of.outcome == outcome::passed || of.outcome == outcome::not_passed;
}

// Each of them once, however many schedules and lines show it.
std::set<std::string> findings_of(const attempt& of) {
  std::set<std::string> ids;
  if (!is_solved_by_code(of.kind) || !of.judged) return ids;
  for (const report::shown_finding& each : of.judged->findings) {
    ids.insert(each.finding.id);
  }
  return ids;
}

}  // namespace

std::string_view name_of(outcome what) {
  switch (what) {
    case outcome::passed:
      return "passed";
    case outcome::not_answered:
      return "not-answered";
    case outcome::malformed:
      return "malformed";
    case outcome::not_passed:
      return "not-passed";
    case outcome::refused:
      return "refused";
    case outcome::does_not_compile:
      return "does-not-compile";
    case outcome::inconclusive:
      break;
  }
  return "inconclusive";
}

task given_task(const installation& here, const exercise& which) {
  if (!which.twin.empty()) {
    return task_for(here, catalogue::find_subject(here.catalogue, which.twin));
  }
  task out = task_for(which.start, which.lesson);
  out.result.expected = which.expected;
  out.result.kind = which.expected.empty() ? report::kind::solution
                                           : report::kind::antipattern;
  return out;
}

std::vector<refusal> refused_uses(const installation& here,
                                  const exercise& which, const task& judged,
                                  const judging& how) {
  const auto uses = outside_uses_of(here, judged, how);
  return forbidden_uses(uses,
                        looks_at_clock(uses) && needs_clock(here, which, how));
}

attempt judge_attempt(const installation& here, const course& of,
                      const exercise& which, const judging& how,
                      const step_function& tell) {
  return judge_attempt(here, which, of.laid_out(which), of.file(which), how,
                       tell);
}

attempt judge_attempt(const installation& here, const exercise& which,
                      std::string_view laid_out, const fs::path& file,
                      const judging& how, const step_function& tell) {
  return judgement(here, which, laid_out, file, how, tell).run();
}

report::subject_result as_subject(const attempt& of) {
  if (is_solved_by_code(of.kind) && of.judged) return *of.judged;
  report::subject_result out;
  out.file = of.file.string();
  if (of.outcome == outcome::passed) {
    out.verdict = report::verdict::correct;
    out.as_expected = true;
    return out;
  }
  for (const refusal& each : of.refusals) {
    out.diagnostics += fmt::format("{}:{}: error: {}\n", out.file,
                                   std::max(each.line, 1), each.message);
  }
  for (const answer_check& each : of.answers) {
    if (each.right) continue;
    out.diagnostics += fmt::format("{}:1: error: {}: {}\n", out.file,
                                   each.question, each.words);
  }
  if (of.outcome == outcome::not_answered) {
    out.diagnostics =
        fmt::format("{}:1: error: it waits for your answer\n", out.file);
  }
  if (out.diagnostics.empty()) {
    out.why_not = {"Nothing could be proved either way."};
  }
  return out;
}

read_progress note_attempt(const course& of, const exercise& which,
                           const attempt& what) {
  if (!is_try(what)) return of.state().read();
  return of.state().update([&](progress& state) {
    exercise_progress& mine = state.exercises[which.name];
    const bool is_new = what.digest != of.version(which) &&
                        std::find(mine.tries.begin(), mine.tries.end(),
                                  what.digest) == mine.tries.end();
    if (is_new) {
      mine.tries.push_back(what.digest);
      for (const std::string& id : findings_of(what)) ++mine.findings[id];
    }
    if (what.outcome == outcome::passed && mine.passed_at.empty()) {
      mine.passed_at = now_in_utc();
      mine.passed_version = of.version(which);
    }
  });
}

std::string needed_for_solution(const exercise& which,
                                const exercise_progress& mine) {
  if (!mine.passed_at.empty()) return {};
  const bool tried = mine.tries.size() >= tries_before_solution;
  const bool asked =
      is_solved_by_code(which.kind) || mine.hints >= exercise_text::levels;
  if (tried && asked) return {};
  const std::string rule =
      is_solved_by_code(which.kind)
          ? fmt::format("tried {} times", tries_before_solution)
          : fmt::format("given {} answers and seen all {} hints",
                        tries_before_solution, exercise_text::levels);
  return fmt::format(
      "the solution of {} is for who has passed it or {}; so far: {} and {}",
      which.name, rule,
      mine.tries.size() == 1 ? "1 try"
                             : fmt::format("{} tries", mine.tries.size()),
      report::count_of(mine.hints, "hint"));
}

int status_of(const attempt& of) {
  switch (of.outcome) {
    case outcome::passed:
      return exit_status::good;
    case outcome::not_answered:
    case outcome::not_passed:
    case outcome::refused:
      return exit_status::findings;
    case outcome::does_not_compile:
      return exit_status::does_not_compile;
    case outcome::malformed:
      return exit_status::usage;
    case outcome::inconclusive:
      break;
  }
  return exit_status::inconclusive;
}

}  // namespace racelab::workshop
