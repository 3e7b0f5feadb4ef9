// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/verdict.hpp"

#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::evidence;
using racelab::detect::finding;
using racelab::detect::judge;
using racelab::detect::subject_kind;
using racelab::detect::verdict_kind;

namespace {

std::vector<finding> showing(const std::vector<std::string>& ids) {
  std::vector<finding> result;
  for (const std::string& id : ids) {
    result.emplace_back();
    result.back().id = id;
  }
  return result;
}

evidence complete(subject_kind kind, const std::vector<std::string>& shown) {
  evidence given;
  given.kind = kind;
  given.findings = showing(shown);
  given.schedules = 48;
  given.complete = true;
  return given;
}

evidence pattern(const std::vector<std::string>& shown) {
  return complete(subject_kind::pattern, shown);
}

evidence twin(const std::vector<std::string>& expected,
              const std::vector<std::string>& shown) {
  evidence given = complete(subject_kind::antipattern, shown);
  given.expected = expected;
  return given;
}

// "broken, not as expected: reason reason"
std::string verdict_on(const evidence& given) {
  const auto verdict = judge(given);
  std::string words(name_of(verdict.kind));
  words += verdict.as_expected ? ", as expected" : ", not as expected:";
  for (const std::string& each : verdict.reasons) words += ' ' + each;
  return words;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_judge)

BOOST_AUTO_TEST_CASE(
    finds_a_pattern_correct_that_shows_nothing_in_any_schedule) {
  BOOST_TEST(verdict_on(pattern({})) == "correct, as expected");
}

BOOST_AUTO_TEST_CASE(finds_a_pattern_broken_that_shows_anything) {
  BOOST_TEST(verdict_on(pattern({"hang"})) ==
             "broken, not as expected: It ought to be correct, and shows: "
             "hang.");
}

BOOST_AUTO_TEST_CASE(finds_nothing_out_where_no_schedule_was_run) {
  evidence given = pattern({});
  given.schedules = 0;
  BOOST_TEST(verdict_on(given) ==
             "inconclusive, not as expected: No schedule was run.");
}

BOOST_AUTO_TEST_CASE(does_not_pass_what_was_not_run_to_its_end) {
  evidence given = pattern({});
  given.complete = false;
  BOOST_TEST(verdict_on(given) ==
             "inconclusive, not as expected: Not everything that was planned "
             "was run to its end.");
}

BOOST_AUTO_TEST_CASE(does_not_pass_what_one_schedule_leaves_open) {
  evidence given = pattern({});
  given.inconclusive = {"It uses fork."};
  BOOST_TEST(verdict_on(given) ==
             "inconclusive, not as expected: It uses fork.");
}

BOOST_AUTO_TEST_CASE(holds_a_finding_against_what_other_schedules_leave_open) {
  evidence given = complete(subject_kind::solution, {"data-race"});
  given.inconclusive = {"It uses fork."};
  BOOST_TEST(verdict_on(given) ==
             "broken, not as expected: It ought to be correct, and shows: "
             "data-race. It uses fork.");
}

BOOST_AUTO_TEST_CASE(confirms_a_twin_that_shows_exactly_what_it_declares) {
  BOOST_TEST(
      verdict_on(twin({"hang", "data-race"}, {"data-race", "hang", "hang"})) ==
      "broken, as expected");
}

BOOST_AUTO_TEST_CASE(does_not_confirm_a_twin_that_shows_less) {
  BOOST_TEST(verdict_on(twin({"hang", "data-race"}, {"hang"})) ==
             "broken, not as expected: It does not show what it declares: "
             "data-race.");
  BOOST_TEST(verdict_on(twin({"hang"}, {})) ==
             "correct, not as expected: It does not show what it declares: "
             "hang.");
}

BOOST_AUTO_TEST_CASE(does_not_confirm_a_twin_that_shows_more) {
  BOOST_TEST(verdict_on(twin({"hang"}, {"hang", "crash"})) ==
             "broken, not as expected: It shows what it does not declare: "
             "crash.");
}

BOOST_AUTO_TEST_CASE(does_not_confirm_a_twin_that_declares_nothing) {
  BOOST_TEST(verdict_on(twin({}, {})) ==
             "correct, not as expected: It declares no finding, so nothing can "
             "confirm it.");
}

BOOST_AUTO_TEST_CASE(does_not_confirm_a_twin_whose_other_schedules_are_open) {
  evidence given = twin({"hang"}, {"hang"});
  given.inconclusive = {"It uses fork."};
  BOOST_TEST(verdict_on(given) == "broken, not as expected: It uses fork.");
}

BOOST_AUTO_TEST_SUITE_END()
