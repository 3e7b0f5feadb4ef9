// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::work_duplicated;

namespace {

story twice(story told) {
  return told.at(10ms).calls(2, "a", "1", 12).at(20ms).answers(2).returns();
}

story once() {
  return story({"a", "b"}).each_once().begins().calls(1, "a", "1", 10).at(5ms);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(work_duplicated_detector)

BOOST_AUTO_TEST_CASE(speaks_when_a_call_is_made_again) {
  const auto found = work_duplicated(twice(once().answers(1)).told());
  BOOST_TEST(summary(found) == "work-duplicated:12");
  BOOST_TEST(found.at(0).message ==
             "The call to a is made at 0 ms, and once more at 10 ms.");
}

BOOST_AUTO_TEST_CASE(speaks_when_the_first_is_still_under_way) {
  BOOST_TEST(summary(work_duplicated(twice(once()).told())) ==
             "work-duplicated:12");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_first_failed) {
  BOOST_TEST(summary(work_duplicated(twice(once().fails(1, "x")).told())) ==
             "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_another_call_is_made) {
  const auto seen = once()
                        .answers(1)
                        .calls(2, "b", "2", 12)
                        .at(20ms)
                        .answers(2)
                        .returns()
                        .told();
  BOOST_TEST(summary(work_duplicated(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_where_calls_may_be_repeated) {
  const auto seen =
      twice(
          story({"a", "b"}).begins().calls(1, "a", "1", 10).at(5ms).answers(1))
          .told();
  BOOST_TEST(summary(work_duplicated(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
