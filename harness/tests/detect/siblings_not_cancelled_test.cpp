// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::siblings_not_cancelled;
using racelab::observe::stop;

namespace {

// The customer's call fails at 10 ms, beside the order's.
story failing() {
  return story()
      .fault("customer")
      .begins()
      .calls(1, "order", "o1", 11)
      .calls(2, "customer", "c1", 21)
      .at(10ms)
      .fails(2, "customer down");
}

// The same, with nothing that could interrupt a call to order.
story failing_beside() {
  return story()
      .cannot_interrupt("order")
      .cannot_interrupt("customer")
      .fault("customer")
      .begins()
      .calls(1, "order", "o1", 11)
      .calls(2, "customer", "c1", 21)
      .at(10ms)
      .fails(2, "customer down");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(siblings_not_cancelled_detector)

BOOST_AUTO_TEST_CASE(speaks_when_the_call_beside_the_failed_one_goes_on) {
  const auto seen =
      failing().at(20ms).answers(1).throws("customer down").told();
  const auto found = siblings_not_cancelled(seen);
  BOOST_TEST(summary(found) == "siblings-not-cancelled:11");
  BOOST_TEST(found.at(0).message ==
             "The call to customer fails at 10 ms, but the call to order "
             "beside it goes on until 20 ms.");
  BOOST_TEST(found.at(0).related.at(0).line == 21);
}

BOOST_AUTO_TEST_CASE(is_silent_when_that_call_gives_up_at_that_moment) {
  const auto seen = failing().gives_up(1).throws("customer down").told();
  BOOST_TEST(summary(siblings_not_cancelled(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_it_gives_up_later) {
  const auto seen =
      failing().at(15ms).gives_up(1).throws("customer down").told();
  BOOST_TEST(summary(siblings_not_cancelled(seen)) ==
             "siblings-not-cancelled:11");
}

BOOST_AUTO_TEST_CASE(speaks_when_a_call_is_made_after_the_failure) {
  const auto seen = failing()
                        .gives_up(1)
                        .at(12ms)
                        .calls(0, "product", "p1", 31)
                        .at(42ms)
                        .answers(0)
                        .throws("customer down")
                        .told();
  const auto found = siblings_not_cancelled(seen);
  BOOST_TEST(summary(found) == "siblings-not-cancelled:31");
  BOOST_TEST(contains(found.at(0).message, "is made after that, at 12 ms"));
}

BOOST_AUTO_TEST_CASE(is_silent_when_such_a_call_gives_up_at_once) {
  const auto seen = failing()
                        .gives_up(1)
                        .at(12ms)
                        .calls(0, "product", "p1", 31)
                        .gives_up(0)
                        .throws("customer down")
                        .told();
  BOOST_TEST(summary(siblings_not_cancelled(seen)) == "");
}

BOOST_AUTO_TEST_CASE(
    is_silent_when_nothing_can_interrupt_the_call_beside_the_failed_one) {
  const auto seen =
      failing_beside().at(20ms).answers(1).throws("customer down").told();
  BOOST_TEST(summary(siblings_not_cancelled(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_another_such_call_is_made_after_it) {
  const auto seen = failing_beside()
                        .at(20ms)
                        .answers(1)
                        .calls(1, "order", "o2", 12)
                        .at(40ms)
                        .answers(1)
                        .throws("customer down")
                        .told();
  const auto found = siblings_not_cancelled(seen);
  BOOST_TEST(summary(found) == "siblings-not-cancelled:12");
  BOOST_TEST(found.at(0).message ==
             "The call to customer fails at 10 ms, but the call to order is "
             "made after that, at 20 ms.");
}

BOOST_AUTO_TEST_CASE(speaks_when_the_thread_that_saw_the_failure_tries_again) {
  const auto again = [](unsigned thread) {
    return failing_beside()
        .calls(thread, "customer", "c1", 22)
        .at(20ms)
        .answers(1)
        .answers(thread)
        .throws("customer down")
        .told();
  };
  const auto found = siblings_not_cancelled(again(2));
  BOOST_TEST(summary(found) == "siblings-not-cancelled:22");
  BOOST_TEST(contains(found.at(0).message, "is made after that, at 10 ms"));
  BOOST_TEST(summary(siblings_not_cancelled(again(3))) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_last_call_fails) {
  const auto seen = story()
                        .fault("customer")
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .calls(2, "customer", "c1", 21)
                        .at(10ms)
                        .answers(1)
                        .at(20ms)
                        .fails(2, "customer down")
                        .throws("customer down")
                        .told();
  BOOST_TEST(summary(siblings_not_cancelled(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_caller_had_cancelled_before) {
  const auto seen = story()
                        .stop(stop::cancel, 1)
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .calls(2, "customer", "", 21)
                        .at(5ms)
                        .caller_cancels()
                        .at(10ms)
                        .fails(2, "no such customer")
                        .at(20ms)
                        .answers(1)
                        .throws("no such customer")
                        .told();
  BOOST_TEST(summary(siblings_not_cancelled(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
