// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::wrong_result;
using racelab::observe::stop;

namespace {

story answered() {
  return story()
      .begins()
      .calls(1, "order", "o1", 11)
      .calls(2, "customer", "c1", 21)
      .at(10ms)
      .answers(1)
      .at(20ms)
      .answers(2);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wrong_result_detector)

BOOST_AUTO_TEST_CASE(speaks_at_the_call_whose_answer_is_missing) {
  const auto seen =
      answered().returns().wrong_result("the order is missing").told();
  const auto found = wrong_result(seen);
  BOOST_TEST(summary(found) == "wrong-result:11");
  BOOST_TEST(found.at(0).message ==
             "The function's result is wrong: the order is missing.");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_scenario_has_no_complaint) {
  BOOST_TEST(summary(wrong_result(answered().returns().told())) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_a_service_was_made_to_fail) {
  const auto seen = story()
                        .fault("order")
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .at(10ms)
                        .fails(1, "order down")
                        .returns()
                        .wrong_result("the order is missing")
                        .told();
  BOOST_TEST(summary(wrong_result(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_a_service_refused_what_it_was_asked_for) {
  const auto seen = story()
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .calls(2, "customer", "p1", 21)
                        .at(10ms)
                        .fails(2, "no such person")
                        .gives_up(1)
                        .throws("no such person")
                        .wrong_result("it threw, although nothing failed")
                        .told();
  BOOST_TEST(summary(wrong_result(seen)) == "wrong-result:21");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_caller_cancelled) {
  const auto seen = story()
                        .stop(stop::cancel, 1)
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .at(5ms)
                        .caller_cancels()
                        .gives_up(1)
                        .returns()
                        .wrong_result("the order is missing")
                        .told();
  BOOST_TEST(summary(wrong_result(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_the_deadline_was_never_reached) {
  const auto seen = story()
                        .stop(stop::deadline, 3)
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .at(10ms)
                        .answers(1)
                        .returns()
                        .wrong_result("the order is missing")
                        .told();
  BOOST_TEST(summary(wrong_result(seen)) == "wrong-result:11");
}

BOOST_AUTO_TEST_SUITE_END()
