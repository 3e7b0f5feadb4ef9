// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/inconclusive.hpp"

#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::why_inconclusive;
using racelab::observe::ending;

BOOST_AUTO_TEST_SUITE(inconclusive_schedules)

BOOST_AUTO_TEST_CASE(name_what_the_scheduler_has_no_model_of_and_where) {
  const auto why =
      why_inconclusive(story().begins().uses_unmodelled(1, 12, "fork").told());
  BOOST_TEST_REQUIRE(why.has_value());
  BOOST_TEST(*why ==
             "It uses fork, which the scheduler has no model of "
             "(subject.cpp:12).");
}

BOOST_AUTO_TEST_CASE(are_those_whose_trace_was_cut_off) {
  const auto why =
      why_inconclusive(story().begins().returns().cut_off().told());
  BOOST_TEST_REQUIRE(why.has_value());
  BOOST_TEST(contains(*why, "more in one schedule than the recorder"));
}

BOOST_AUTO_TEST_CASE(are_not_those_that_came_to_their_end) {
  BOOST_TEST(!why_inconclusive(story().begins().returns().told()));
}

BOOST_AUTO_TEST_CASE(are_not_those_that_a_finding_explains) {
  BOOST_TEST(!why_inconclusive(story().begins().crashes(1, 12).told()));
  BOOST_TEST(
      !why_inconclusive(story().begins().ending(ending::out_of_time).told()));
}

BOOST_AUTO_TEST_SUITE_END()
