// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::limit_underused;
using racelab::detect::sequential;

namespace {

// Two calls of 10 and 30 ms; a third begins at `third`.
observation third_begins_at(racelab::observe::virtual_time third,
                            unsigned limit = 2) {
  story told = story({"a", "b", "c"})
                   .limit(limit)
                   .begins()
                   .calls(1, "a", "1", 10)
                   .calls(2, "b", "2", 11)
                   .at(10ms)
                   .answers(1);
  if (third < 30ms) told.at(third).calls(3, "c", "3", 12);
  told.at(30ms).answers(2);
  if (third >= 30ms) told.at(third).calls(3, "c", "3", 12);
  return told.at(60ms).answers(3).returns().told();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limit_underused_detector)

BOOST_AUTO_TEST_CASE(speaks_when_a_call_waits_although_there_is_room) {
  const auto found = limit_underused(third_begins_at(30ms));
  BOOST_TEST(summary(found) == "limit-underused:12");
  BOOST_TEST(found.at(0).message ==
             "The call to c begins at 30 ms, although there was room for it "
             "under the limit of 2 from 10 ms on.");
}

BOOST_AUTO_TEST_CASE(is_silent_when_a_call_begins_as_soon_as_there_is_room) {
  BOOST_TEST(summary(limit_underused(third_begins_at(10ms))) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_a_call_is_late_by_a_look) {
  BOOST_TEST(summary(limit_underused(third_begins_at(19ms))) == "");
  BOOST_TEST(summary(limit_underused(third_begins_at(20ms))) ==
             "limit-underused:12");
}

BOOST_AUTO_TEST_CASE(speaks_of_room_that_was_there_from_the_beginning) {
  const auto found = limit_underused(third_begins_at(10ms, 3));
  BOOST_TEST(summary(found) == "limit-underused:12");
  BOOST_TEST(found.at(0).message ==
             "The call to c begins at 10 ms, although there was room for it "
             "under the limit of 3 from 0 ms on.");
}

BOOST_AUTO_TEST_CASE(is_silent_where_there_is_no_limit) {
  BOOST_TEST(summary(limit_underused(third_begins_at(30ms, 0))) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_a_call_failed) {
  const auto seen = story({"a", "b", "c"})
                        .limit(2)
                        .begins()
                        .calls(1, "a", "1", 10)
                        .calls(2, "b", "2", 11)
                        .at(10ms)
                        .fails(1, "no a")
                        .at(30ms)
                        .answers(2)
                        .calls(3, "c", "3", 12)
                        .at(60ms)
                        .answers(3)
                        .throws("no a")
                        .told();
  BOOST_TEST(summary(limit_underused(seen)) == "");
}

BOOST_AUTO_TEST_CASE(leaves_one_call_after_another_to_sequential) {
  const auto seen = story({"a", "b"})
                        .limit(2)
                        .begins()
                        .calls(0, "a", "1", 10)
                        .at(10ms)
                        .answers(0)
                        .calls(0, "b", "2", 11)
                        .at(30ms)
                        .answers(0)
                        .returns()
                        .told();
  BOOST_TEST(summary(limit_underused(seen)) == "");
  BOOST_TEST(summary(sequential(seen)) == "sequential:11");
  BOOST_TEST(summary(sequential(third_begins_at(30ms))) == "");
  BOOST_TEST(summary(sequential(third_begins_at(30ms, 0))) == "sequential:12");
}

BOOST_AUTO_TEST_CASE(one_at_a_time_is_what_a_limit_of_one_asks_for) {
  const auto seen = story({"a", "b"})
                        .limit(1)
                        .begins()
                        .calls(0, "a", "1", 10)
                        .at(10ms)
                        .answers(0)
                        .calls(0, "b", "2", 11)
                        .at(30ms)
                        .answers(0)
                        .returns()
                        .told();
  BOOST_TEST(summary(limit_underused(seen)) == "");
  BOOST_TEST(summary(sequential(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
