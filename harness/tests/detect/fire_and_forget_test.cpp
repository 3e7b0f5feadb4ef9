// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::fire_and_forget;

BOOST_AUTO_TEST_SUITE(fire_and_forget_detector)

BOOST_AUTO_TEST_CASE(speaks_where_the_thread_was_made_whose_call_is_left_over) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 20)
                        .calls(1, "order", "o1", 21)
                        .returns()
                        .at(10ms)
                        .answers(1)
                        .ends(1)
                        .told();
  const auto found = fire_and_forget(seen);
  BOOST_TEST(summary(found) == "fire-and-forget:20");
  BOOST_TEST(found.at(0).message ==
             "The function returns while thread 1 still waits for the answer "
             "of order, and nobody waits for that thread.");
  BOOST_TEST(found.at(0).related.at(0).line == 21);
}

BOOST_AUTO_TEST_CASE(
    speaks_when_the_call_is_made_after_the_function_has_thrown) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 0)
                        .throws("no")
                        .calls(1, "order", "o1", 21)
                        .at(10ms)
                        .answers(1)
                        .ends(1)
                        .told();
  const auto found = fire_and_forget(seen);
  BOOST_TEST(summary(found) == "fire-and-forget:21");
  BOOST_TEST(contains(found.at(0).message, "throws while thread 1 is yet to"));
}

BOOST_AUTO_TEST_CASE(is_silent_when_only_the_thread_ends_after_the_function) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 20)
                        .detaches(0, 1)
                        .calls(1, "order", "o1", 21)
                        .at(10ms)
                        .answers(1)
                        .returns()
                        .ends(1)
                        .told();
  BOOST_TEST(summary(fire_and_forget(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_a_thread_that_is_left_over_crashes) {
  const auto seen =
      story().begins().creates(0, 1, 20).returns().crashes(1, 24).told();
  const auto found = fire_and_forget(seen);
  BOOST_TEST(summary(found) == "fire-and-forget:20");
  BOOST_TEST(found.at(0).message ==
             "The function returns while thread 1 still runs, and nobody waits "
             "for that thread.");
}

BOOST_AUTO_TEST_CASE(is_silent_when_a_thread_crashes_before_the_function_ends) {
  const auto seen =
      story().begins().creates(0, 1, 20).crashes(1, 24).returns().told();
  BOOST_TEST(summary(fire_and_forget(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_a_thread_of_the_callers_crashes) {
  const auto seen = story().begins().returns().crashes(0, 24).told();
  BOOST_TEST(summary(fire_and_forget(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_function_never_ends) {
  const auto seen =
      story().begins().creates(0, 1, 20).calls(1, "order", "o1", 21).told();
  BOOST_TEST(summary(fire_and_forget(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
