// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/answer_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace racelab::workshop {
namespace {

observe::access access_at(int line) {
  return {.operation = "write",
          .size = 8,
          .thread = 1,
          .stack = {{.function = "f",
                     .file = "mine.cpp",
                     .line = line,
                     .column = 0,
                     .subject = true}}};
}

detect::finding finding(const std::string& id, int line) {
  detect::finding out;
  out.id = id;
  out.file = "mine.cpp";
  out.line = line;
  return out;
}

// A race of the lines 27 and 31, and a hang in line 40.
report::subject_result judged() {
  report::subject_result out;
  out.file = "mine.cpp";
  out.verdict = report::verdict::broken;
  detect::finding race = finding("data-race", 31);
  race.race = observe::race{};
  race.race->accesses = {access_at(27), access_at(31)};
  out.findings.push_back({race, {}});
  out.findings.push_back({finding("hang", 40), {}});
  return out;
}

report::subject_result correct() {
  report::subject_result out;
  out.verdict = report::verdict::correct;
  return out;
}

bool right(const std::string& verdict, const std::string& lines,
           const report::subject_result& of) {
  const auto all = check_prediction({{"verdict", verdict}, {"lines", lines}},
                                    of, "mine.cpp");
  return std::all_of(all.begin(), all.end(),
                     [](const answer_check& each) { return each.right; });
}

const char* const log_text =
    "==================\n"
    "WARNING: ThreadSanitizer: data race (pid=1)\n"
    "  Read of size 4 at 0x5555 by main thread:\n"
    "    #0 run /home/x/checkout.cpp:16 (checkout+0x12b0)\n"
    "\n"
    "  Previous write of size 4 at 0x5555 by thread T1:\n"
    "    #0 operator() /usr/include/c++/12/bits/invoke.h:61 (checkout+0x1)\n"
    "    #1 sell /home/x/checkout.cpp:12 (checkout+0x1264)\n"
    "\n"
    "SUMMARY: ThreadSanitizer: data race checkout.cpp:16 in run\n"
    "==================\n";

bool read_right(const std::string& first, const std::string& second,
                const std::string& edge) {
  const auto all = check_reading(
      {{"first", first}, {"second", second}, {"edge", edge}},
      race_in_log(log_text), {17, 16}, "course/05_first_report.cpp");
  return std::all_of(all.begin(), all.end(),
                     [](const answer_check& each) { return each.right; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(answer_checks)

BOOST_AUTO_TEST_CASE(a_prediction_needs_the_finding_and_all_of_its_lines) {
  BOOST_TEST(right("data-race", "27 31", judged()));
  BOOST_TEST(right("Data race", "31, 27", judged()));
  BOOST_TEST(right("hang", "40", judged()));
  BOOST_TEST(!right("data-race", "27", judged()));
  BOOST_TEST(!right("data-race", "27 31 40", judged()));
  BOOST_TEST(!right("hang", "27 31", judged()));
  BOOST_TEST(!right("crash", "27 31", judged()));
  BOOST_TEST(!right("correct", "", judged()));
  BOOST_TEST(!right("data-race", "99999999999999999999", judged()));
}

BOOST_AUTO_TEST_CASE(correct_code_is_to_be_called_correct) {
  BOOST_TEST(right("correct", "", correct()));
  BOOST_TEST(!right("data-race", "27 31", correct()));
}

BOOST_AUTO_TEST_CASE(a_wrong_answer_does_not_give_the_right_one_away) {
  for (const auto& each : check_prediction(
           {{"verdict", "hang"}, {"lines", "12"}}, judged(), "mine.cpp")) {
    BOOST_TEST(each.words.find("40") == std::string::npos);
  }
  // Nor to who names many lines.
  const auto many =
      check_prediction({{"verdict", "data-race"}, {"lines", "26 27 28 29"}},
                       judged(), "mine.cpp");
  BOOST_TEST(many.back().words == "3 of them take no part in it");
  const auto wrong = check_prediction({{"verdict", "crash"}, {"lines", "12"}},
                                      judged(), "mine.cpp");
  BOOST_TEST(wrong.front().words.find("race") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_answer_that_could_never_be_right_is_no_wrong_one) {
  const auto words = [](exercise_kind kind, const answers& given) {
    const auto found = malformed_answers(kind, given);
    return found.empty() ? std::string() : found.front().words;
  };
  const auto predict = [&](const char* verdict, const char* lines) {
    return words(exercise_kind::predict,
                 {{"verdict", verdict}, {"lines", lines}});
  };
  BOOST_TEST(predict("data-rice", "1").find("data-race") != std::string::npos);
  BOOST_TEST(predict("hang", "twelve") != "");
  BOOST_TEST(predict("hang", "-25") != "");
  BOOST_TEST(predict("Data race", "25, 31") == "");
  BOOST_TEST(predict("correct", "none") == "");
  const auto read = [&](const char* first, const char* edge) {
    return words(exercise_kind::read,
                 {{"first", first}, {"second", "12"}, {"edge", edge}});
  };
  BOOST_TEST(read("checkout.cpp:16", "25->31") == "");
  BOOST_TEST(read("16", "-25 > 021") == "this is not of the form 12 -> 34");
  BOOST_TEST(read("16", "12 -> 34 -> 56") != "");
  BOOST_TEST(read("checkout.cpp", "12 -> 34") != "");
  BOOST_TEST(words(exercise_kind::break_code, {{"schedule", "x"}}) != "");
  BOOST_TEST(words(exercise_kind::break_code, {{"schedule", "o0"}}) == "");
}

BOOST_AUTO_TEST_CASE(answers_that_say_the_same_are_one) {
  const auto digest = [](const char* verdict, const char* lines) {
    return digest_of_answers(exercise_kind::predict,
                             {{"verdict", verdict}, {"lines", lines}});
  };
  BOOST_TEST(digest("data-race", "27 31") == digest("Data race", "31,  27 27"));
  BOOST_TEST(digest("data-race", "27 31") != digest("data-race", "27 32"));
  const auto reading = [](const char* first, const char* second) {
    return digest_of_answers(
        exercise_kind::read,
        {{"first", first}, {"second", second}, {"edge", "1 -> 2"}});
  };
  BOOST_TEST(reading("a.cpp:3", "4") == reading("4", "3"));
  BOOST_TEST(reading("3", "4") != reading("3", "5"));
}

BOOST_AUTO_TEST_CASE(what_the_learner_has_named_comes_first) {
  report::subject_result all = judged();
  put_named_first(all, {{"verdict", "hang"}, {"lines", "40"}}, "mine.cpp");
  BOOST_TEST(all.findings.front().finding.id == "hang");
}

BOOST_AUTO_TEST_CASE(an_answer_is_given_when_nothing_is_left_empty) {
  const auto predict = exercise_kind::predict;
  BOOST_TEST(!is_answered(predict, {{"verdict", ""}, {"lines", "1"}}));
  BOOST_TEST(!is_answered(predict, {{"verdict", "hang"}, {"lines", ""}}));
  BOOST_TEST(is_answered(predict, {{"verdict", "correct"}, {"lines", ""}}));
  BOOST_TEST(!is_answered(exercise_kind::break_code, {{"schedule", ""}}));
}

BOOST_AUTO_TEST_CASE(a_log_s_race_is_the_user_s_own_lines) {
  const logged_race race = race_in_log(log_text);
  BOOST_REQUIRE(race.places.size() == 2);
  BOOST_TEST(race.places[0].line == 16);
  BOOST_TEST(race.places[1].line == 12);
  BOOST_TEST(race_in_log("nothing").places.empty());
}

BOOST_AUTO_TEST_CASE(a_log_is_read_right_by_both_places_in_any_order) {
  BOOST_TEST(read_right("checkout.cpp:16", "checkout.cpp:12", "17 -> 16"));
  BOOST_TEST(read_right("12", "05_first_report.cpp:16", "17->16"));
  BOOST_TEST(!read_right("16", "16", "17 -> 16"));
  BOOST_TEST(!read_right("other.cpp:16", "12", "17 -> 16"));
  BOOST_TEST(!read_right("16", "61", "17 -> 16"));
}

BOOST_AUTO_TEST_CASE(an_edge_has_a_direction) {
  BOOST_TEST(!read_right("16", "12", "16 -> 17"));
  BOOST_TEST(!read_right("16", "12", "15 -> 16"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
