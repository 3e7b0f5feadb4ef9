// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::cancellation_ignored;
using racelab::observe::stop;

namespace {

// The caller cancels at 5 ms, with the order's call under way.
story cancelled() {
  return story()
      .stop(stop::cancel, 1)
      .begins()
      .creates(0, 1, 10)
      .calls(1, "order", "o1", 11)
      .at(5ms)
      .caller_cancels();
}

// The same, with nothing that could interrupt a call to order.
story cancelled_in_vain() {
  return story()
      .cannot_interrupt("order")
      .stop(stop::cancel, 1)
      .begins()
      .creates(0, 1, 10)
      .calls(1, "order", "o1", 11)
      .at(5ms)
      .caller_cancels();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cancellation_ignored_detector)

BOOST_AUTO_TEST_CASE(speaks_when_a_call_goes_on_after_the_caller_cancelled) {
  const auto seen = cancelled().at(10ms).answers(1).returns().told();
  const auto found = cancellation_ignored(seen);
  BOOST_TEST(summary(found) == "cancellation-ignored:11");
  BOOST_TEST(found.at(0).message ==
             "The caller cancels at 5 ms, but the call to order goes on until "
             "10 ms.");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_call_gives_up_at_that_moment) {
  const auto seen = cancelled().gives_up(1).throws("context canceled").told();
  BOOST_TEST(summary(cancellation_ignored(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_the_call_gives_up_later_for_another_reason) {
  const auto seen = cancelled()
                        .at(8ms)
                        .gives_up(1)
                        .throws("context deadline exceeded")
                        .told();
  BOOST_TEST(summary(cancellation_ignored(seen)) == "cancellation-ignored:11");
}

BOOST_AUTO_TEST_CASE(counts_a_deadline_in_units_of_the_shortest_latency) {
  const auto calls_for = [](auto time) {
    return story()
        .stop(stop::deadline, 2)
        .begins()
        .calls(1, "order", "o1", 11)
        .at(time)
        .answers(1)
        .returns()
        .told();
  };
  const auto late = cancellation_ignored(calls_for(16ms));
  BOOST_TEST(summary(late) == "cancellation-ignored:11");
  BOOST_TEST(contains(late.at(0).message, "The deadline passes at 15 ms"));
  BOOST_TEST(summary(cancellation_ignored(calls_for(14ms))) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_a_call_is_made_with_a_context_done_before) {
  const auto seen = story()
                        .stop(stop::cancel, 0)
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .at(10ms)
                        .answers(1)
                        .returns()
                        .told();
  BOOST_TEST(summary(cancellation_ignored(seen)) == "cancellation-ignored:11");
}

BOOST_AUTO_TEST_CASE(speaks_when_a_call_is_made_later_and_not_given_up) {
  const auto seen = cancelled()
                        .gives_up(1)
                        .at(7ms)
                        .calls(0, "customer", "c1", 31)
                        .at(27ms)
                        .answers(0)
                        .throws("context canceled")
                        .told();
  const auto found = cancellation_ignored(seen);
  BOOST_TEST(summary(found) == "cancellation-ignored:31");
  BOOST_TEST(contains(found.at(0).message, "made after that, at 7 ms"));
}

BOOST_AUTO_TEST_CASE(
    is_silent_when_a_call_made_at_that_moment_gives_up_at_once) {
  const auto seen = cancelled()
                        .gives_up(1)
                        .calls(0, "customer", "c1", 31)
                        .gives_up(0)
                        .throws("context canceled")
                        .told();
  BOOST_TEST(summary(cancellation_ignored(seen)) == "");
}

BOOST_AUTO_TEST_CASE(
    is_silent_when_the_function_waits_for_a_call_that_nothing_can_interrupt) {
  const auto seen =
      cancelled_in_vain().at(10ms).answers(1).throws("context canceled").told();
  BOOST_TEST(summary(cancellation_ignored(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_the_function_goes_on_after_such_a_call) {
  const auto seen = cancelled_in_vain()
                        .at(10ms)
                        .answers(1)
                        .sleeps(0, 15ms, 31)
                        .at(25ms)
                        .throws("context canceled")
                        .told();
  const auto found = cancellation_ignored(seen);
  BOOST_TEST(summary(found) == "cancellation-ignored:31");
  BOOST_TEST(contains(found.at(0).message, "the function goes on until 25 ms"));
}

BOOST_AUTO_TEST_CASE(excuses_who_waits_by_looking_again_and_again) {
  const auto seen = cancelled()
                        .sleeps(0, 2ms, 31)
                        .gives_up(1)
                        .at(7ms)
                        .throws("context canceled")
                        .told();
  BOOST_TEST(summary(cancellation_ignored(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_such_a_call_is_made_later) {
  const auto seen = cancelled_in_vain()
                        .at(10ms)
                        .answers(1)
                        .calls(1, "order", "o2", 12)
                        .at(20ms)
                        .answers(1)
                        .throws("context canceled")
                        .told();
  const auto found = cancellation_ignored(seen);
  BOOST_TEST(summary(found) == "cancellation-ignored:12");
  BOOST_TEST(found.at(0).message ==
             "The caller cancels at 5 ms, but the call to order is made after "
             "that, at 10 ms.");
}

// Who began it may have looked just before.
BOOST_AUTO_TEST_CASE(is_silent_when_such_a_call_is_made_at_that_moment) {
  const auto seen = cancelled_in_vain()
                        .calls(0, "order", "o2", 31)
                        .at(15ms)
                        .answers(0)
                        .answers(1)
                        .throws("context canceled")
                        .told();
  BOOST_TEST(summary(cancellation_ignored(seen)) == "");
}

BOOST_AUTO_TEST_CASE(
    speaks_when_such_a_call_is_made_with_a_context_done_before) {
  const auto seen = story()
                        .cannot_interrupt("order")
                        .stop(stop::deadline, 0)
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .at(10ms)
                        .answers(1)
                        .throws("context deadline exceeded")
                        .told();
  BOOST_TEST(summary(cancellation_ignored(seen)) == "cancellation-ignored:11");
}

BOOST_AUTO_TEST_CASE(speaks_where_a_sleep_outlasts_the_cancellation) {
  const auto seen = story()
                        .stop(stop::cancel, 1)
                        .creates(0, 2, 0)
                        .begins()
                        .creates(0, 1, 10)
                        .blocks(0, block_kind::join, 40)
                        .sleeps(1, 50ms, 12)
                        .at(5ms)
                        .caller_cancels(2)
                        .at(50ms)
                        .ends(1)
                        .goes_on(0)
                        .throws("context canceled")
                        .told();
  const auto found = cancellation_ignored(seen);
  BOOST_TEST(summary(found) == "cancellation-ignored:12");
  BOOST_TEST(contains(found.at(0).message, "the function goes on until 50 ms"));
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_function_was_over_before_the_deadline) {
  const auto seen = story()
                        .stop(stop::deadline, 3)
                        .begins()
                        .calls(0, "order", "o1", 11)
                        .at(10ms)
                        .answers(0)
                        .returns()
                        .told();
  BOOST_TEST(summary(cancellation_ignored(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
