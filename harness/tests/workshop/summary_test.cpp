// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/summary.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/tests/workshop/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace racelab::workshop {
namespace {

bool has(const std::string& all, const std::string& part) {
  if (all.find(part) == std::string::npos) BOOST_TEST_MESSAGE(all);
  return all.find(part) != std::string::npos;
}

exercise_set three() {
  exercise_set out;
  out.name = "sample";
  out.title = "A sample";
  for (const char* each : {"first", "second", "third"}) {
    exercise next = samples::of_kind(exercise_kind::mend);
    next.name = each;
    out.exercises.push_back(next);
  }
  return out;
}

handed_in learner(const std::string& name) {
  handed_in out;
  out.name = name;
  out.state.set = "sample";
  return out;
}

exercise_progress& of(handed_in& who, const std::string& exercise) {
  return who.state.exercises[exercise];
}

// Alice is done, Bob hangs at the second, Carol at the first.
std::vector<handed_in> a_class() {
  handed_in alice = learner("alice");
  for (const char* each : {"first", "second", "third"}) {
    of(alice, each).passed_at = "2026-03-01T12:00:00Z";
    of(alice, each).tries = {"a"};
  }
  of(alice, "third").passed_at = "2026-03-01T13:00:00Z";
  of(alice, "first").findings = {{"data-race", 1}};
  handed_in bob = learner("bob");
  of(bob, "first").passed_at = "2026-03-01T11:00:00Z";
  of(bob, "second").tries = {"a", "b"};
  of(bob, "second").hints = 2;
  of(bob, "second").findings = {{"hang", 2}, {"data-race", 1}};
  handed_in carol = learner("carol");
  of(carol, "first").tries = {"a"};
  of(carol, "first").findings = {{"hang", 1}};
  return {alice, bob, carol};
}

report::look narrow() { return {80, false, true}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(summary)

BOOST_AUTO_TEST_CASE(it_says_who_is_where_and_what_stops_them) {
  const class_summary seen = summary_of(three(), a_class());
  BOOST_REQUIRE(seen.learners.size() == 3);
  BOOST_TEST(seen.learners[0].at == nullptr);
  BOOST_TEST(seen.learners[0].passed == 3);
  BOOST_TEST(seen.learners[0].last_pass == "2026-03-01T13:00:00Z");
  BOOST_TEST(seen.learners[1].at->name == "second");
  BOOST_TEST(seen.learners[1].tries == 2);
  BOOST_TEST(seen.learners[1].hints == 2);
  BOOST_TEST(seen.learners[1].stopped_by == "hang");
  BOOST_TEST(seen.exercises[0].passed == 2);
  BOOST_TEST(seen.exercises[0].here == 1);
  BOOST_TEST(seen.exercises[2].here == 0);
  BOOST_TEST(status_of(seen) == 0);
}

BOOST_AUTO_TEST_CASE(what_stops_most_comes_first_and_what_was_mended_does_not) {
  const class_summary seen = summary_of(three(), a_class());
  BOOST_REQUIRE(seen.findings.size() == 2);
  BOOST_TEST(seen.findings[0].id == "hang");
  BOOST_TEST(seen.findings[0].stops == 2);
  BOOST_TEST(seen.findings[1].id == "data-race");
  BOOST_TEST(seen.findings[1].stops == 1);
  BOOST_TEST(seen.findings[1].met == 2);
}

BOOST_AUTO_TEST_CASE(who_cannot_be_counted_is_named_with_the_reason) {
  std::vector<handed_in> all = a_class();
  all[0].problem = "there is no course in it";
  all[1].state.set = "another";
  const class_summary seen = summary_of(three(), all);
  BOOST_TEST(seen.learners.size() == 1);
  BOOST_REQUIRE(seen.problems.size() == 2);
  BOOST_TEST(has(seen.problems[1].why, "the set \"another\""));
  BOOST_TEST(status_of(seen) == 3);
  const std::string text = summary_text(seen, narrow());
  BOOST_TEST(has(text, "Not counted:"));
  BOOST_TEST(has(text, "alice: there is no course in it"));
  BOOST_TEST(has(summary_csv(seen), "\"alice\",,,,,,,,\"there is no course"));
}

BOOST_AUTO_TEST_CASE(its_lines_fit_the_screen) {
  std::vector<handed_in> all = a_class();
  all.push_back(learner(std::string(200, 'n')));
  all[1].state.exercises["second"].findings = {{std::string(90, 'f'), 9}};
  std::istringstream lines(summary_text(summary_of(three(), all), narrow()));
  for (std::string line; std::getline(lines, line);) {
    BOOST_TEST(report::width(line) <= 80, line);
  }
}

BOOST_AUTO_TEST_CASE(what_learners_can_write_stays_text) {
  std::vector<handed_in> all{learner("=cmd|'/c x'!A1, \"\x1b[31m</script>")};
  of(all[0], "first").findings = {{"<img src=x>\n\x1b]0;", 1}};
  of(all[0], "first").hints = 4'000'000'000U;
  const class_summary seen = summary_of(three(), all);
  BOOST_TEST(seen.learners[0].hints == 3);
  for (const std::string& each :
       {summary_text(seen, narrow()), summary_csv(seen), summary_html(seen),
        report::pretty(summary_json(seen))}) {
    BOOST_TEST(each.find('\x1b') == std::string::npos);
  }
  BOOST_TEST(
      has(summary_csv(seen), "\n\"'=cmd|'/c x'!A1, \"\"\\x1b[31m</script>\","));
  BOOST_TEST(summary_html(seen).find("<img src=x>") == std::string::npos);
  BOOST_TEST(has(summary_html(seen), "\\u003cimg src=x>"));
}

BOOST_AUTO_TEST_CASE(its_json_has_every_learner_s_exercises) {
  const boost::json::value out = summary_json(summary_of(three(), a_class()));
  BOOST_TEST(out.at("schema") == 1);
  const auto& bob = out.at("learners").at(1);
  BOOST_TEST(bob.at("at") == "02_second");
  BOOST_TEST(bob.at("exercises").at(1).at("tries") == 2);
  BOOST_TEST(bob.at("exercises").at(1).at("findings").at("hang") == 2);
  BOOST_TEST(out.at("learners").at(0).at("at").is_null());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
