// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::lock_order_inversion;

BOOST_AUTO_TEST_SUITE(lock_order_inversion_detector)

BOOST_AUTO_TEST_CASE(speaks_when_locks_are_taken_in_opposite_orders) {
  const auto seen =
      story()
          .begins()
          .races(access_at("lock", 2, 31, {}, 0),
                 access_at("lock", 1, 21, {}, 0), "lock-order-inversion")
          .told();
  const auto found = lock_order_inversion(seen);
  BOOST_TEST(summary(found) == "lock-order-inversion:21");
  BOOST_TEST(found.at(0).related.at(0).line == 31);
}

BOOST_AUTO_TEST_CASE(is_silent_about_races) {
  const auto seen =
      story()
          .begins()
          .races(access_at("read", 2, 21), access_at("write", 1, 31))
          .told();
  BOOST_TEST(summary(lock_order_inversion(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
