// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/verify.hpp"

#include "harness/build/source_tokens.hpp"
#include "harness/catalogue/manifest_entry.hpp"
#include "harness/command_line.hpp"
#include "harness/task_progress.hpp"
#include "harness/workshop/answer_checks.hpp"
#include "harness/workshop/attempt.hpp"
#include "harness/workshop/exercise_rules.hpp"
#include "harness/workshop/exercise_text.hpp"
#include "harness/workshop/file_content.hpp"
#include "harness/workshop/laid_out.hpp"
#include "harness/workshop/scaffold.hpp"
#include "harness/workshop/scratch_folder.hpp"
#include "harness/workshop/source_lines.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <span>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
using report::subject_result;

std::set<std::string> ids_in(const subject_result& judged) {
  std::set<std::string> out;
  for (const report::shown_finding& each : judged.findings) {
    out.insert(each.finding.id);
  }
  return out;
}

std::string found_in(const subject_result& judged) {
  const std::set<std::string> ids = ids_in(judged);
  if (!judged.diagnostics.empty()) return "does not compile";
  if (!ids.empty()) return fmt::format("{}", fmt::join(ids, " "));
  return judged.verdict == report::verdict::correct ? "nothing"
                                                    : "inconclusive";
}

// A proof that holds if there is no reason against it.
verified part(std::string what, std::string found,
              std::vector<std::string> reasons) {
  verified out{std::move(what), proof::holds, std::move(found),
               std::move(reasons)};
  if (!out.reasons.empty()) out.proof = proof::fails;
  return out;
}

std::optional<verified> undecided(const std::string& what,
                                  const subject_result& judged) {
  if (!judged.diagnostics.empty()) {
    return part(what, found_in(judged), {judged.diagnostics});
  }
  if (judged.verdict != report::verdict::inconclusive) return std::nullopt;
  return verified{what, proof::open, found_in(judged), judged.why_not};
}

// --- Judgements -------------------------------------------------------------

// A file of the set's own, or the catalogue's subject that it is: that one is
// judged already.
task task_of(const installation& here, const fs::path& file,
             const std::string& lesson) {
  for (const catalogue::subject& each : catalogue::subjects(here.catalogue)) {
    if (here.catalogue.root / each.variant->file == file) {
      return task_for(here, each);
    }
  }
  return task_for(file, lesson);
}

// The tasks of one exercise, in this order: start, solution, wrong fixes.
std::vector<task> tasks_of(const installation& here, const exercise& of) {
  if (of.kind == exercise_kind::read) return {};
  std::vector<task> out{given_task(here, of)};
  if (!is_solved_by_code(of.kind)) return out;
  out.push_back(task_of(here, of.solution, of.lesson));
  for (const wrong_fix& each : of.wrong_fixes) {
    out.push_back(task_of(here, each.file, of.lesson));
    // It is to be rejected for what its schedules show. One of the catalogue's
    // is judged like the catalogue.
    if (out.back().result.kind == report::kind::solution) {
      out.back().timed = false;
    }
  }
  return out;
}

verified start_of(const exercise& of, const subject_result& judged) {
  if (auto out = undecided("start", judged)) return *out;
  const std::set<std::string> ids = ids_in(judged);
  const std::set<std::string> wanted(of.expected.begin(), of.expected.end());
  std::vector<std::string> reasons;
  if (ids != wanted) {
    reasons.push_back(wanted.empty()
                          ? "it is to be correct"
                          : fmt::format("it is to show {} and nothing else",
                                        fmt::join(wanted, ", ")));
  }
  return part("start", found_in(judged), std::move(reasons));
}

verified solution_of(const subject_result& judged) {
  if (auto out = undecided("solution", judged)) return *out;
  std::vector<std::string> reasons;
  if (judged.verdict != report::verdict::correct) {
    reasons.emplace_back("it is no solution");
  }
  return part("solution", found_in(judged), std::move(reasons));
}

verified wrong_fix_of(const wrong_fix& of, const subject_result& judged) {
  const std::string name = of.file.filename().string();
  if (auto out = undecided(name, judged)) return *out;
  const std::set<std::string> ids = ids_in(judged);
  std::vector<std::string> reasons;
  if (ids.empty()) reasons.emplace_back("it passes");
  for (const std::string& each : of.expected) {
    if (!ids.empty() && !ids.contains(each)) {
      reasons.push_back("it does not show " + each);
    }
  }
  for (const std::string& each : ids) {
    const auto declares = [&](const std::vector<std::string>& all) {
      return std::find(all.begin(), all.end(), each) != all.end();
    };
    if (!declares(of.expected) && !declares(of.also)) {
      reasons.push_back(fmt::format(
          "it shows {}, which neither \"expected\" nor \"also\" has", each));
    }
  }
  return part(name, found_in(judged), std::move(reasons));
}

// --- What the learner gets
// ----------------------------------------------------

std::vector<std::string> spellings(std::string_view source) {
  std::vector<std::string> out;
  for (const build::source_token& each : build::tokenize(source)) {
    out.push_back(each.spelling);
  }
  return out;
}

// Whether a learner who starts from the exercise could have written it.
void check_within_reach(const exercise& of, const exercise_text& text,
                        const fs::path& file,
                        std::vector<std::string>& reasons) {
  const std::string theirs = laid_out_solution(of, text, content_of(file));
  const std::string given = laid_out(of, text, content_of(of.start));
  std::vector<refusal> found = changes_outside(of.kind, given, theirs);
  for (refusal& each : forbidden_words(theirs)) {
    found.push_back(std::move(each));
  }
  for (const refusal& each : found) {
    reasons.push_back(fmt::format("a learner could not write {}: {}",
                                  file.filename().string(), each.message));
  }
}

void check_written(const exercise_text& text,
                   std::vector<std::string>& reasons) {
  const auto check = [&](const std::string& words, std::string_view what) {
    if (is_still_to_be_written(words)) {
      reasons.push_back(fmt::format("{} is still to be written", what));
    }
  };
  check(text.title, "the title");
  check(text.task, "what to do");
  for (std::size_t i = 0; i < text.hints.size(); ++i) {
    check(text.hints[i], fmt::format("hint {}", i + 1));
  }
}

// A fix that changes nothing is none, and two that are one prove it once.
void check_wrong_fixes_differ(const exercise& of,
                              std::vector<std::string>& reasons) {
  std::vector<std::vector<std::string>> known{spellings(content_of(of.start))};
  for (const wrong_fix& each : of.wrong_fixes) {
    std::vector<std::string> code = spellings(content_of(each.file));
    if (std::find(known.begin(), known.end(), code) != known.end()) {
      reasons.push_back(
          fmt::format("{} is the same code as the start or another wrong fix",
                      each.file.filename().string()));
    }
    known.push_back(std::move(code));
  }
}

void check_laid_out(const exercise& of, const exercise_text& text,
                    std::vector<std::string>& reasons) {
  const std::string source = content_of(of.start);
  const std::string given = laid_out(of, text, source);
  if (spellings(given) != spellings(source)) {
    reasons.emplace_back(
        "what is laid out is other code than the start: does a line of the "
        "text continue, or a line of code begin with \"//\"?");
  }
  if (!is_solved_by_code(of.kind)) return;
  if (learners_part(given).first == 0) {
    reasons.emplace_back(
        "the start has no \"namespace \u2026 {\" with an end of its own, so "
        "there is no learner's part");
    return;
  }
  check_within_reach(of, text, of.solution, reasons);
  for (const wrong_fix& each : of.wrong_fixes) {
    check_within_reach(of, text, each.file, reasons);
  }
}

// The languages that some exercise of the set is in, besides English.
std::set<std::string> languages_in(const exercise_set& set) {
  std::set<std::string> out;
  for (const exercise& each : set.exercises) {
    out.merge(languages_of(set.folder, each.name));
  }
  return out;
}

// A set that speaks a language does so from its first exercise to its last.
verified texts_of(const exercise_set& set, const exercise& of,
                  const std::set<std::string>& offered) {
  std::vector<std::string> names;
  std::vector<std::string> reasons;
  const auto check = [&](const std::string& language, std::string name) {
    names.push_back(std::move(name));
    try {
      const exercise_text text = load_text(set.folder, of.name, language);
      check_written(text, reasons);
      check_laid_out(of, text, reasons);
    } catch (const catalogue::manifest_error& error) {
      reasons.emplace_back(error.what());
    }
  };
  check("", "en");
  const std::set<std::string> there = languages_of(set.folder, of.name);
  for (const std::string& each : offered) {
    if (there.contains(each)) {
      check(each, each);
    } else {
      reasons.push_back(fmt::format(
          "text.{}.md is missing: other exercises of the set have one", each));
    }
  }
  check_wrong_fixes_differ(of, reasons);
  return part("texts", fmt::format("{}", fmt::join(names, " ")),
              std::move(reasons));
}

// --- Answers
// ------------------------------------------------------------------

// Gives answers as a learner would: in the file that was laid out.
class answering {
 public:
  answering(const installation& here, const exercise& of,
            const exercise_text& text, const judging& how)
      : here_(here),
        of_(of),
        how_(how),
        laid_out_(workshop::laid_out(of, text, content_of(of.start))),
        file_(folder_.path() / (of.name + ".cpp")) {}

  outcome give(const answers& given) const {
    std::ofstream(file_) << with_answers(laid_out_, given);
    return judge_attempt(here_, of_, laid_out_, file_, how_).outcome;
  }

  const std::string& laid_out() const { return laid_out_; }

 private:
  const installation& here_;
  const exercise& of_;
  const judging& how_;
  scratch_folder folder_;
  std::string laid_out_;
  fs::path file_;
};

struct question_set {
  answers right;
  std::vector<answers> wrong;
  std::vector<std::string> reasons;
};

question_set prediction_questions(answers right) {
  question_set out;
  const bool correct = right.at("verdict") == "correct";
  out.wrong.push_back({{"verdict", correct ? "data-race" : "correct"},
                       {"lines", correct ? "1" : ""}});
  out.wrong.push_back(
      {{"verdict", correct ? "hang" : right.at("verdict")}, {"lines", "1"}});
  out.right = std::move(right);
  return out;
}

question_set schedule_questions(answers right) {
  return {std::move(right), {{{"schedule", "o0"}}}, {}};
}

// What a log and its edge name has to be code of the file.
std::vector<std::string> strangers_in(const exercise& of) {
  std::vector<std::string> out;
  const logged_race race = race_in_log(content_of(of.log));
  const std::vector<source_line> code = code_of(lines_of(content_of(of.start)));
  const auto is_code = [&](int line) {
    return std::any_of(code.begin(), code.end(), [&](const source_line& each) {
      return each.number == line;
    });
  };
  if (race.places.size() < 2) {
    out.emplace_back("its log has no race with two known places");
  }
  for (const logged_race::place& each : race.places) {
    if (fs::path(each.file).filename() != of.start.filename() ||
        !is_code(each.line)) {
      out.push_back(fmt::format("its log names {}:{}, which is no code of {}",
                                each.file, each.line,
                                of.start.filename().string()));
    }
  }
  for (const int each : {of.edge.first, of.edge.second}) {
    if (!is_code(each)) {
      out.push_back(fmt::format("\"edge\": line {} is no code", each));
    }
  }
  return out;
}

question_set reading_questions(const exercise& of, answers right) {
  question_set out{right, {right, right}, strangers_in(of)};
  out.wrong[0]["edge"] = fmt::format("{} -> {}", of.edge.second, of.edge.first);
  out.wrong[1]["first"] = "1";
  return out;
}

question_set questions(const exercise& of, answers right) {
  switch (of.kind) {
    case exercise_kind::predict:
      return prediction_questions(std::move(right));
    case exercise_kind::break_code:
      return schedule_questions(std::move(right));
    case exercise_kind::read:
      return reading_questions(of, std::move(right));
    case exercise_kind::mend:
    case exercise_kind::write:
      break;
  }
  return {};
}

std::string words_for(const answers& given) {
  std::string out;
  for (const auto& [question, words] : given) {
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", question, words);
  }
  return out;
}

verified answers_of(const installation& here, const exercise_set& set,
                    const exercise& of, const subject_result& judged,
                    const judging& how) try {
  const answering answer(here, of, load_text(set.folder, of.name, ""), how);
  question_set asked =
      questions(of, right_answers(of, judged, answer.laid_out()));
  std::vector<std::string>& reasons = asked.reasons;
  if (reasons.empty() && answer.give(asked.right) != outcome::passed) {
    reasons.push_back("the right answer does not pass: " +
                      words_for(asked.right));
  }
  for (const answers& each : asked.wrong) {
    if (reasons.empty() && answer.give(each) != outcome::not_passed) {
      reasons.push_back("a wrong answer is not rejected: " + words_for(each));
    }
  }
  return part("answers", words_for(asked.right), std::move(reasons));
} catch (const catalogue::manifest_error&) {
  return part("answers", "", {"there is no text to answer in"});
}

// --- All of it
// ----------------------------------------------------------------

verified_exercise verify(const installation& here, const exercise_set& set,
                         const exercise& of, std::span<const task> tasks,
                         std::span<const subject_result> judged,
                         const std::set<std::string>& languages,
                         const judging& how) {
  verified_exercise out{of.name, std::string(name_of(of.kind)), {}};
  out.parts.push_back(texts_of(set, of, languages));
  if (!judged.empty()) out.parts.push_back(start_of(of, judged[0]));
  if (!is_solved_by_code(of.kind)) {
    if (out.parts.back().proof == proof::holds) {
      out.parts.push_back(answers_of(
          here, set, of, judged.empty() ? subject_result() : judged[0], how));
    }
    return out;
  }
  out.parts.push_back(solution_of(judged[1]));
  for (const refusal& each : refused_uses(here, of, tasks[1], how)) {
    out.parts.back().proof = proof::fails;
    out.parts.back().reasons.push_back(
        fmt::format("line {} {}", each.line, each.message));
  }
  for (std::size_t i = 0; i < of.wrong_fixes.size(); ++i) {
    out.parts.push_back(wrong_fix_of(of.wrong_fixes[i], judged[i + 2]));
  }
  return out;
}

std::size_t count(const verified_set& of, proof which) {
  std::size_t out = 0;
  for (const verified_exercise& each : of.exercises) {
    out += static_cast<std::size_t>(
        std::count_if(each.parts.begin(), each.parts.end(),
                      [&](const verified& one) { return one.proof == which; }));
  }
  return out;
}

}  // namespace

verified_set verify(const installation& here, const exercise_set& set,
                    const judging& how) {
  std::vector<task> tasks;
  std::vector<std::size_t> ends;
  for (const exercise& each : set.exercises) {
    for (task& next : tasks_of(here, each)) tasks.push_back(std::move(next));
    ends.push_back(tasks.size());
  }
  std::vector<subject_result> judged;
  {
    task_progress shown(tasks);
    judged = judge_all(here, tasks, how, shown.function());
  }
  verified_set out{set.name, set.folder, {}};
  const std::set<std::string> languages = languages_in(set);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < set.exercises.size(); ++i) {
    out.exercises.push_back(verify(
        here, set, set.exercises[i],
        std::span(tasks).subspan(begin, ends[i] - begin),
        std::span(judged).subspan(begin, ends[i] - begin), languages, how));
    begin = ends[i];
  }
  return out;
}

int status_of(const verified_set& of) {
  if (count(of, proof::fails) != 0) return exit_status::findings;
  return count(of, proof::open) != 0 ? exit_status::inconclusive
                                     : exit_status::good;
}

}  // namespace racelab::workshop
