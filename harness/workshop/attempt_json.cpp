// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/attempt_json.hpp"

#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"

namespace racelab::workshop {

namespace json = boost::json;

json::value attempt_json(const attempt& of) {
  json::array refusals;
  for (const refusal& each : of.refusals) {
    refusals.push_back(
        json::object{{"line", each.line == 0 ? json::value(nullptr)
                                             : json::value(each.line)},
                     {"message", report::printable(each.message)}});
  }
  json::array given;
  for (const answer_check& each : of.answers) {
    given.push_back(json::object{{"question", each.question},
                                 {"given", report::printable(each.given)},
                                 {"right", each.right},
                                 {"words", report::printable(each.words)}});
  }
  // What would give the answer away is left out.
  const bool shown = is_solved_by_code(of.kind) ||
                     of.outcome == outcome::passed ||
                     of.kind == exercise_kind::break_code;
  json::value subject = nullptr;
  if (shown && of.judged) subject = report::subject_json(*of.judged);
  if (shown && of.replayed)
    subject = report::subject_json(of.replayed->subject);
  return json::object{{"schema", 1},
                      {"exercise", of.exercise},
                      {"kind", name_of(of.kind)},
                      {"file", report::printable(of.file.string())},
                      {"outcome", name_of(of.outcome)},
                      {"refusals", std::move(refusals)},
                      {"answers", std::move(given)},
                      {"subject", std::move(subject)}};
}

}  // namespace racelab::workshop
