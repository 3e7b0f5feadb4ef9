// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::work_lost;

namespace {

story one_of_two() {
  return story({"a", "b"})
      .each_once()
      .begins()
      .calls(1, "a", "1", 10)
      .at(10ms)
      .answers(1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(work_lost_detector)

BOOST_AUTO_TEST_CASE(speaks_when_a_call_was_never_made) {
  const auto found = work_lost(one_of_two().returns().told());
  BOOST_TEST(summary(found) == "work-lost:10");
  BOOST_TEST(found.at(0).message ==
             "The function returns, and no call to b was ever made, although "
             "nothing failed.");
}

BOOST_AUTO_TEST_CASE(speaks_when_no_call_at_all_was_made) {
  const auto seen = story({"a", "b"}).each_once().begins().returns().told();
  BOOST_TEST(summary(work_lost(seen)) == "work-lost:0 work-lost:0");
}

BOOST_AUTO_TEST_CASE(is_silent_when_every_call_was_made) {
  const auto seen =
      one_of_two().calls(2, "b", "2", 11).at(20ms).answers(2).returns().told();
  BOOST_TEST(summary(work_lost(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_function_threw) {
  BOOST_TEST(summary(work_lost(one_of_two().throws("no b").told())) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_function_never_returned) {
  BOOST_TEST(summary(work_lost(one_of_two().told())) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_caller_lost_patience) {
  const auto seen =
      one_of_two().stop(racelab::observe::stop::deadline, 1).returns().told();
  BOOST_TEST(summary(work_lost(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_where_no_calls_are_owed) {
  const auto seen = story({"a", "b"})
                        .begins()
                        .calls(1, "a", "1", 10)
                        .at(10ms)
                        .answers(1)
                        .returns()
                        .told();
  BOOST_TEST(summary(work_lost(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
