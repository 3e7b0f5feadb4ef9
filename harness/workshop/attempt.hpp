// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What comes out when a learner's file is judged.

#include "harness/pipeline.hpp"
#include "harness/report/replayed.hpp"
#include "harness/report/result.hpp"
#include "harness/workshop/course.hpp"
#include "harness/workshop/exercise_set.hpp"
#include "harness/workshop/laid_out.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::workshop {

enum class outcome {
  passed,
  not_answered,  // an answer is missing: no try
  malformed,     // an answer is none that could be right: no try
  not_passed,    // there are findings, or an answer is wrong
  refused,       // what is no part of the exercise was changed
  does_not_compile,
  inconclusive  // nothing was proved, and nobody is to blame
};

// "passed", "not-answered", "malformed", "not-passed", "refused",
// "does-not-compile", "inconclusive"
std::string_view name_of(outcome);

struct answer_check {
  std::string question;  // "verdict"
  std::string given;     // what the learner wrote
  bool right = false;
  std::string words;  // one sentence: why not, without the right answer
};

struct attempt {
  std::string exercise;
  exercise_kind kind = exercise_kind::mend;
  std::filesystem::path file;  // the learner's, as it was named
  workshop::outcome outcome = outcome::inconclusive;
  std::string digest;  // of what was judged: the file, or its answers
  std::vector<refusal> refusals;
  std::vector<answer_check> answers;

  // The judgement of the code, where there was one: the learner's own, or what
  // was given, with the lines that it has in the learner's file. Of an answer
  // that is not right it must not be shown.
  std::optional<report::subject_result> judged;
  std::optional<report::replayed> replayed;  // of break; the same
};

// The code of an exercise as it is given, to be judged or replayed.
task given_task(const installation&, const exercise&);

// What the code that was judged as a solution uses and must not; nothing of
// code that does not compile. As outside_uses_of, also of what was given and
// the exercise's solution: what these look at a clock for, others may too.
std::vector<refusal> refused_uses(const installation&, const exercise&,
                                  const task& judged, const judging&);

// Judges the learner's file by the judge that all of Racelab uses. Blocks until
// that is done: a compile and some hundred schedules, or nothing where an
// earlier run has judged the same. Whatever is wrong with the file is an
// outcome. Throws interrupted.
attempt judge_attempt(const installation&, const course&, const exercise&,
                      const judging&, const step_function& = {});

// The same for a file elsewhere, and text that it is known to have been laid
// out as. For those that check a set.
attempt judge_attempt(const installation&, const exercise&,
                      std::string_view laid_out,
                      const std::filesystem::path& file, const judging&,
                      const step_function& = {});

// The attempt as every judgement's result, for the formats that tools read:
// what was refused or answered wrongly is what the compiler would say.
report::subject_result as_subject(const attempt&);

// Notes the attempt in the learner's progress: an honest try, a pass, which
// findings. An honest try compiles and is neither what was laid out nor what
// was tried before. What is not answered, refused or inconclusive is no try.
// As progress_file::update.
read_progress note_attempt(const course&, const exercise&, const attempt&);

// Tries after which a solution may be seen that is not found yet.
inline constexpr std::size_t tries_before_solution = 3;

// What a learner has yet to do who wants to see a solution, in a sentence;
// empty: nothing. Without a pass, code takes that many tries. Answers can be
// guessed one after the other, so they take as many different ones, and all
// hints.
std::string needed_for_solution(const exercise&, const exercise_progress&);

// 0 passed, 1 not passed or refused, 2 does not compile, 3 inconclusive, 64
// malformed.
int status_of(const attempt&);

}  // namespace racelab::workshop
