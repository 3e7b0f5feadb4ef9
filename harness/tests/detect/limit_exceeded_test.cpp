// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::limit_exceeded;

namespace {

// Two calls at 0 ms, and a third as the first has ended.
story two_and_one_more() {
  return story({"a", "b", "c"})
      .begins()
      .calls(1, "a", "1", 10)
      .calls(2, "b", "2", 10)
      .at(10ms)
      .answers(1)
      .calls(3, "c", "3", 12);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limit_exceeded_detector)

BOOST_AUTO_TEST_CASE(speaks_when_a_call_begins_beside_as_many_as_there_may_be) {
  const auto seen = story({"a", "b", "c"})
                        .limit(2)
                        .begins()
                        .calls(1, "a", "1", 10)
                        .calls(2, "b", "2", 11)
                        .at(5ms)
                        .calls(3, "c", "3", 12)
                        .told();
  const auto found = limit_exceeded(seen);
  BOOST_TEST(summary(found) == "limit-exceeded:12");
  BOOST_TEST(found.at(0).message ==
             "At 5 ms, 3 calls are under way at once, and no more than 2 may "
             "be.");
  BOOST_TEST(found.at(0).events.size() == 3u);
}

BOOST_AUTO_TEST_CASE(is_silent_when_it_begins_as_another_has_ended) {
  BOOST_TEST(summary(limit_exceeded(two_and_one_more().limit(2).told())) == "");
}

BOOST_AUTO_TEST_CASE(counts_what_is_under_way_and_not_what_has_been_called) {
  BOOST_TEST(summary(limit_exceeded(two_and_one_more().limit(1).told())) ==
             "limit-exceeded:10 limit-exceeded:12");
}

BOOST_AUTO_TEST_CASE(is_silent_where_there_is_no_limit) {
  BOOST_TEST(summary(limit_exceeded(two_and_one_more().told())) == "");
}

BOOST_AUTO_TEST_SUITE_END()
