// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A learner's file: how it is made from an exercise's code, and what of it the
// learner has changed or answered. Pure functions of text.

#include "harness/workshop/exercise_set.hpp"
#include "harness/workshop/exercise_text.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::workshop {

// The file's text: what to do as a comment, the answers to be filled in or the
// marks round the learner's part, and `source` without the comments that give
// its bug away. A file to be read with a log keeps its lines where they are;
// there, what to do stands at the end.
std::string laid_out(const exercise&, const exercise_text&,
                     std::string_view source);

// The same with `source` as it is: an exercise's solution, for a diff.
std::string laid_out_solution(const exercise&, const exercise_text&,
                              std::string_view source);

// Something in a learner's file that an exercise does not let pass.
struct refusal {
  int line = 0;  // of the learner's file; 0: of none
  std::string message;

  bool operator==(const refusal&) const = default;
};

// What is not as it was laid out although it is no part of the exercise: all
// code, where it is solved by an answer; else the code outside the marks, where
// only #include <…> and #include "concurrency/…" may come and go. Comments,
// blanks and where lines end are free everywhere.
std::vector<refusal> changes_outside(exercise_kind, std::string_view laid_out,
                                     std::string_view learners);

// The lines from the first mark to the last one, numbered from 1; both 0 where
// there are no marks.
struct line_range {
  int first = 0;
  int last = 0;
};

line_range learners_part(std::string_view learners);

// An answer's name and what the learner wrote behind it: "verdict", "lines";
// "schedule"; "first", "second", "edge". All that the kind asks for are there,
// empty if not answered.
using answers = std::map<std::string, std::string, std::less<>>;

// The names, in the order in which they are asked for; none if it is solved by
// code.
const std::vector<std::string>& questions_of(exercise_kind);

answers answers_in(exercise_kind, std::string_view learners);

// The file with the answers filled in; the rest is not changed.
std::string with_answers(std::string_view learners, const answers&);

// The learner's file's line for each line of `source` that is code and still
// there, by its number. Lines of code are found by their order, so comments and
// empty lines may have come and gone.
std::map<int, int> lines_in(std::string_view source, std::string_view learners);

}  // namespace racelab::workshop
