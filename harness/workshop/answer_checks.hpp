// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Answers compared with what the judge and the parser of logs found: never with
// a text that somebody wrote down. What they say of a wrong answer does not
// give away the right one.

#include "harness/report/result.hpp"
#include "harness/workshop/attempt.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace racelab::workshop {

// Whether anything that has to be answered is not.
bool is_answered(exercise_kind, const answers&);

// The answers that could not be right, whatever the exercise is, each with what
// is wrong with its form. The functions below want none of these.
std::vector<answer_check> malformed_answers(exercise_kind, const answers&);

// Of answers that say the same, the same.
std::string digest_of_answers(exercise_kind, const answers&);

// The verdict and the lines of "predict". `judged`: with the lines that the
// learner sees, in `file`.
std::vector<answer_check> check_prediction(const answers&,
                                           const report::subject_result& judged,
                                           const std::string& file);

// The findings that the answer names come before the others.
void put_named_first(report::subject_result& judged, const answers&,
                     const std::string& file);

// What a log of ThreadSanitizer's says about who raced.
struct logged_race {
  struct place {
    std::string file;  // as the log has it
    int line = 0;
  };
  std::vector<place> places;  // of each access, in the user's own code
};

// The first race in the log's text that names two places; no places if there is
// none.
logged_race race_in_log(const std::string& log);

// The places and the edge of "read". `file`: the learner's, which counts as
// any of the log's.
std::vector<answer_check> check_reading(const answers&, const logged_race&,
                                        std::pair<int, int> edge,
                                        const std::string& file);

// The right answers, as the judge's finding and the log's race give them, with
// the lines of the learner's file. Nothing for an exercise solved by code.
// `judged`: the code as it was given; of "read" it is not looked at.
answers right_answers(const exercise&, const report::subject_result& judged,
                      const std::string& learners);

}  // namespace racelab::workshop
