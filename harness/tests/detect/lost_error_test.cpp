// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::lost_error;
using racelab::observe::stop;

namespace {

// The customer's call fails first; the order's gives up because of that.
story failing() {
  return story()
      .fault("customer")
      .begins()
      .creates(0, 1, 10)
      .creates(0, 2, 20)
      .calls(1, "order", "o1", 11)
      .calls(2, "customer", "c1", 21)
      .at(10ms)
      .fails(2, "customer down 7")
      .gives_up(1);
}

story cancelled() {
  return story()
      .stop(stop::cancel, 1)
      .begins()
      .creates(0, 1, 10)
      .calls(1, "order", "o1", 11)
      .at(5ms)
      .caller_cancels()
      .gives_up(1);
}

// The caller cancels, and no call gives up, since none can; then the function
// does as if the order had been all that it was to ask for.
story cancelled_in_vain() {
  return story()
      .cannot_interrupt("order")
      .stop(stop::cancel, 1)
      .begins()
      .calls(1, "order", "o1", 11)
      .at(5ms)
      .caller_cancels()
      .at(10ms)
      .answers(1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lost_error_detector)

BOOST_AUTO_TEST_CASE(speaks_when_the_function_returns_although_a_call_failed) {
  const auto found = lost_error(failing().returns().told());
  BOOST_TEST(summary(found) == "lost-error:21");
  BOOST_TEST(found.at(0).message ==
             "The call to customer fails at 10 ms, but the function returns as "
             "if all were well.");
}

BOOST_AUTO_TEST_CASE(speaks_when_it_throws_a_later_error) {
  const auto found = lost_error(
      failing().throws("get order details: context canceled").told());
  BOOST_TEST(summary(found) == "lost-error:21");
  BOOST_TEST(contains(found.at(0).message, "does not say so"));
}

BOOST_AUTO_TEST_CASE(is_silent_when_it_throws_the_first_error_in_a_wrapping) {
  BOOST_TEST(
      summary(lost_error(
          failing().throws("get order details: customer down 7").told())) ==
      "");
}

BOOST_AUTO_TEST_CASE(
    takes_any_of_two_errors_at_the_same_instant_for_the_first) {
  const auto fail_both = [](auto second) {
    return story()
        .fault("customer")
        .begins()
        .calls(1, "customer", "c1", 11)
        .calls(2, "customer", "c2", 21)
        .at(10ms)
        .fails(1, "customer down 1")
        .at(second)
        .fails(2, "customer down 2")
        .throws("customer down 2")
        .told();
  };
  BOOST_TEST(summary(lost_error(fail_both(10ms))) == "");
  BOOST_TEST(summary(lost_error(fail_both(11ms))) == "lost-error:11");
}

BOOST_AUTO_TEST_CASE(speaks_when_it_returns_although_the_caller_cancelled) {
  const auto found = lost_error(cancelled().returns().told());
  BOOST_TEST(summary(found) == "lost-error:11");
  BOOST_TEST(contains(found.at(0).message, "The caller's context is done"));
}

BOOST_AUTO_TEST_CASE(is_silent_when_it_throws_that_the_caller_cancelled) {
  BOOST_TEST(summary(lost_error(
                 cancelled().throws("get order: context canceled").told())) ==
             "");
}

// The calls hear of it by a cancel of the function's own.
BOOST_AUTO_TEST_CASE(of_a_deadline_the_caller_is_to_hear_as_such) {
  const auto thrown = [](const char* words) {
    return summary(lost_error(story()
                                  .stop(stop::deadline, 1)
                                  .begins()
                                  .calls(1, "order", "o1", 11)
                                  .at(5ms)
                                  .gives_up(1)
                                  .throws(words)
                                  .told()));
  };
  BOOST_TEST(thrown("get order: context deadline exceeded") == "");
  BOOST_TEST(thrown("get order: context canceled") == "lost-error:11");
}

BOOST_AUTO_TEST_CASE(is_silent_when_all_had_been_answered_before_the_stop) {
  const auto seen = story()
                        .stop(stop::deadline, 3)
                        .begins()
                        .calls(0, "order", "o1", 11)
                        .at(10ms)
                        .answers(0)
                        .returns()
                        .told();
  BOOST_TEST(summary(lost_error(seen)) == "");
}

BOOST_AUTO_TEST_CASE(
    is_silent_when_a_call_gave_up_for_reasons_of_the_functions_own) {
  const auto seen = story()
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .at(5ms)
                        .gives_up(1)
                        .returns()
                        .told();
  BOOST_TEST(summary(lost_error(seen)) == "");
}

BOOST_AUTO_TEST_CASE(
    speaks_when_no_call_could_give_up_and_half_a_result_is_returned) {
  const auto found = lost_error(
      cancelled_in_vain().returns().wrong_result("it is half of it").told());
  BOOST_TEST(summary(found) == "lost-error:11");
  BOOST_TEST(found.at(0).message ==
             "The caller's context is done at 5 ms, but the function returns "
             "as if all were well: it is half of it.");
}

BOOST_AUTO_TEST_CASE(speaks_when_no_call_could_give_up_and_other_words_come) {
  const auto found = lost_error(cancelled_in_vain()
                                    .throws("enough")
                                    .wrong_result("it threw: enough")
                                    .told());
  BOOST_TEST(summary(found) == "lost-error:11");
  BOOST_TEST(
      contains(found.at(0).message, "does not say so: it threw: enough"));
}

BOOST_AUTO_TEST_CASE(speaks_when_nothing_is_returned_to_who_had_cancelled) {
  const auto seen = story()
                        .stop(stop::cancel, 0)
                        .begins()
                        .returns()
                        .wrong_result("it is empty")
                        .told();
  BOOST_TEST(summary(lost_error(seen)) == "lost-error:0");
}

BOOST_AUTO_TEST_CASE(blames_the_call_after_which_half_a_result_is_returned) {
  const auto seen = story()
                        .cannot_interrupt("customer")
                        .stop(stop::deadline, 2)
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .calls(2, "customer", "c1", 21)
                        .calls(3, "product", "p1", 31)
                        .at(10ms)
                        .answers(1)
                        .answers(3)
                        .at(20ms)
                        .answers(2)
                        .returns()
                        .wrong_result("it is half of it")
                        .told();
  BOOST_TEST(summary(lost_error(seen)) == "lost-error:21");
}

BOOST_AUTO_TEST_CASE(is_silent_when_no_call_could_give_up_and_all_is_there) {
  BOOST_TEST(summary(lost_error(cancelled_in_vain().returns().told())) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_about_half_a_result_returned_before_the_stop) {
  const auto returns_at = [](auto time) {
    return story()
        .stop(stop::deadline, 2)
        .begins()
        .calls(0, "order", "o1", 11)
        .at(time)
        .answers(0)
        .returns()
        .wrong_result("it is half of it")
        .told();
  };
  BOOST_TEST(summary(lost_error(returns_at(15ms))) == "");
  BOOST_TEST(summary(lost_error(returns_at(16ms))) == "lost-error:11");
}

BOOST_AUTO_TEST_CASE(is_silent_about_calls_that_fail_after_the_functions_end) {
  const auto seen = story()
                        .fault("order")
                        .begins()
                        .calls(1, "order", "o1", 11)
                        .returns()
                        .at(10ms)
                        .fails(1, "order down")
                        .told();
  BOOST_TEST(summary(lost_error(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
