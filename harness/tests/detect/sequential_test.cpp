// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::sequential;
using racelab::observe::stop;

BOOST_AUTO_TEST_SUITE(sequential_detector)

BOOST_AUTO_TEST_CASE(speaks_when_a_call_waits_for_one_that_it_does_not_need) {
  const auto seen = story()
                        .begins()
                        .calls(0, "order", "o1", 10)
                        .at(10ms)
                        .answers(0, {"c1", "p1"})
                        .calls(0, "customer", "c9", 11)
                        .at(30ms)
                        .answers(0, {"n1"})
                        .returns()
                        .told();
  const auto found = sequential(seen);
  BOOST_TEST(summary(found) == "sequential:11");
  BOOST_TEST(found.at(0).message ==
             "The call to customer waits until order has answered, although it "
             "does not need that answer: it begins at 10 ms and could have "
             "begun at 0 ms.");
}

BOOST_AUTO_TEST_CASE(is_silent_when_a_call_waits_for_one_that_it_needs) {
  const auto seen = story()
                        .begins()
                        .calls(0, "order", "o1", 10)
                        .at(10ms)
                        .answers(0, {"c1", "p1"})
                        .calls(0, "customer", "c1", 11)
                        .at(30ms)
                        .answers(0, {"n1"})
                        .returns()
                        .told();
  BOOST_TEST(summary(sequential(seen)) == "");
}

BOOST_AUTO_TEST_CASE(blames_only_the_second_of_two_calls_that_need_the_order) {
  const auto seen = story()
                        .begins()
                        .calls(0, "order", "o1", 10)
                        .at(10ms)
                        .answers(0, {"c1", "p1"})
                        .calls(0, "customer", "c1", 11)
                        .at(30ms)
                        .answers(0, {"n1"})
                        .calls(0, "product", "p1", 12)
                        .at(60ms)
                        .answers(0, {"t1"})
                        .returns()
                        .told();
  BOOST_TEST(summary(sequential(seen)) == "sequential:12");
}

BOOST_AUTO_TEST_CASE(is_silent_when_all_calls_begin_at_once) {
  const auto seen = story()
                        .begins()
                        .calls(1, "order", "o1", 10)
                        .calls(2, "customer", "c1", 11)
                        .at(10ms)
                        .answers(1)
                        .at(20ms)
                        .answers(2)
                        .returns()
                        .told();
  BOOST_TEST(summary(sequential(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_a_call_is_late_because_of_a_sleep) {
  const auto seen = story()
                        .begins()
                        .calls(1, "order", "o1", 10)
                        .sleeps(2, 15ms)
                        .at(10ms)
                        .answers(1)
                        .at(15ms)
                        .calls(2, "customer", "c1", 11)
                        .at(35ms)
                        .answers(2)
                        .returns()
                        .told();
  BOOST_TEST(summary(sequential(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_a_loop_of_sleeps_waits_for_the_other_call) {
  const auto seen = story()
                        .begins()
                        .calls(1, "order", "o1", 10)
                        .sleeps(2, 6ms)
                        .at(6ms)
                        .sleeps(2, 6ms)
                        .at(10ms)
                        .answers(1)
                        .at(12ms)
                        .calls(2, "customer", "c1", 11)
                        .at(32ms)
                        .answers(2)
                        .returns()
                        .told();
  BOOST_TEST(summary(sequential(seen)) == "sequential:11");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_other_call_had_ended_long_before) {
  const auto seen = story()
                        .begins()
                        .calls(1, "order", "o1", 10)
                        .at(10ms)
                        .answers(1)
                        .at(20ms)
                        .calls(2, "customer", "c1", 11)
                        .at(40ms)
                        .answers(2)
                        .returns()
                        .told();
  BOOST_TEST(summary(sequential(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_what_it_needs_came_after_the_other_call) {
  const auto seen = story()
                        .begins()
                        .calls(1, "customer", "c9", 10)
                        .calls(2, "order", "o1", 11)
                        .at(9ms)
                        .answers(1)
                        .at(10ms)
                        .answers(2, {"p1"})
                        .calls(2, "product", "p1", 12)
                        .at(30ms)
                        .answers(2)
                        .returns()
                        .told();
  BOOST_TEST(summary(sequential(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_about_schedules_in_which_something_failed) {
  const auto seen = story()
                        .fault("order")
                        .begins()
                        .calls(0, "order", "o1", 10)
                        .at(10ms)
                        .fails(0, "order down")
                        .calls(0, "customer", "c9", 11)
                        .at(30ms)
                        .answers(0)
                        .returns()
                        .told();
  BOOST_TEST(summary(sequential(seen)) == "");
}

BOOST_AUTO_TEST_CASE(
    does_not_take_an_id_that_an_answer_repeats_for_its_answer) {
  const auto seen = story()
                        .begins()
                        .calls(0, "order", "same", 10)
                        .at(10ms)
                        .answers(0, {"same", "c1"})
                        .calls(0, "customer", "same", 11)
                        .at(30ms)
                        .answers(0)
                        .returns()
                        .told();
  BOOST_TEST(summary(sequential(seen)) == "sequential:11");
}

BOOST_AUTO_TEST_SUITE_END()
