// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::cancellation_ignored;
using racelab::detect::slow_stop;

namespace {

// Told to stop at 5 ms, while it waits at line 31 for a tick that is due at 30.
story waiting() {
  return story({"work"})
      .begins()
      .creates(0, 1, 20)
      .sleeps(1, 30ms, 31)
      .at(5ms)
      .told_to_stop();
}

// Told to stop at 35 ms, in the middle of a unit of work.
story working() {
  return story({"work"})
      .cannot_interrupt("work")
      .begins()
      .creates(0, 1, 20)
      .at(30ms)
      .calls(1, "work", "unit-0", 32)
      .at(35ms)
      .told_to_stop()
      .at(40ms)
      .answers(1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(slow_stop_detector)

BOOST_AUTO_TEST_CASE(speaks_when_the_stop_waits_for_a_tick) {
  const auto seen = waiting().at(30ms).goes_on(1).ends(1).returns().told();
  const auto found = slow_stop(seen);
  BOOST_TEST(summary(found) == "slow-stop:31");
  BOOST_TEST(found.at(0).message ==
             "It is told to stop at 5 ms and could be through at 5 ms, but "
             "takes until 30 ms.");
  BOOST_TEST(found.at(0).related.size() == 1u);
}

BOOST_AUTO_TEST_CASE(is_silent_when_it_is_through_within_a_unit) {
  BOOST_TEST(summary(slow_stop(
                 waiting().at(15ms).goes_on(1).ends(1).returns().told())) ==
             "");
}

BOOST_AUTO_TEST_CASE(is_silent_while_the_work_under_way_comes_to_its_end) {
  BOOST_TEST(summary(slow_stop(working().ends(1).returns().told())) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_while_a_long_unit_comes_to_its_end) {
  const auto seen = story({"work"})
                        .cannot_interrupt("work")
                        .begins()
                        .at(30ms)
                        .calls(1, "work", "unit-0", 32)
                        .at(35ms)
                        .told_to_stop()
                        .at(90ms)
                        .answers(1)
                        .returns()
                        .told();
  BOOST_TEST(summary(slow_stop(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_another_unit_is_begun) {
  const auto seen = working()
                        .calls(1, "work", "unit-1", 32)
                        .at(50ms)
                        .answers(1)
                        .ends(1)
                        .returns()
                        .told();
  BOOST_TEST(slow_stop(seen).size() == 1u);
}

BOOST_AUTO_TEST_CASE(counts_from_the_first_that_told_it) {
  const auto seen =
      waiting().at(25ms).told_to_stop().at(30ms).goes_on(1).returns().told();
  BOOST_TEST(slow_stop(seen).size() == 1u);
}

BOOST_AUTO_TEST_CASE(is_silent_when_nobody_told_it) {
  const auto seen = story({"work"})
                        .begins()
                        .creates(0, 1, 20)
                        .sleeps(1, 30ms, 31)
                        .at(30ms)
                        .returns()
                        .told();
  BOOST_TEST(summary(slow_stop(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_stop_never_returns) {
  BOOST_TEST(summary(slow_stop(waiting().at(60ms).goes_on(1).told())) == "");
}

// A cancelled context is no stop: the caller takes his time with that.
BOOST_AUTO_TEST_CASE(a_worker_is_stopped_when_the_caller_likes) {
  const auto seen = story({"work"})
                        .stop(racelab::observe::stop::cancel, 1)
                        .begins()
                        .at(5ms)
                        .caller_cancels(2)
                        .at(45ms)
                        .told_to_stop()
                        .returns()
                        .told();
  BOOST_TEST(summary(slow_stop(seen)) == "");
  BOOST_TEST(summary(cancellation_ignored(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
