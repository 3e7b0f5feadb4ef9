// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::data_race;

BOOST_AUTO_TEST_SUITE(data_race_detector)

BOOST_AUTO_TEST_CASE(names_the_same_line_whichever_of_two_writes_came_first) {
  const auto later = access_at("write", 2, 31, "std::exception_ptr::swap");
  const auto earlier = access_at("write", 1, 21, "std::exception_ptr::swap");
  const auto one = story().begins().races(later, earlier).told();
  const auto other = story().begins().races(earlier, later).told();
  BOOST_TEST(summary(data_race(one)) == "data-race:21");
  BOOST_TEST(summary(data_race(other)) == "data-race:21");
  BOOST_TEST(data_race(one).at(0).message ==
             "Thread 2 writes what thread 1 writes, and nothing orders the "
             "two.");
  BOOST_TEST(data_race(one).at(0).related.at(0).line == 31);
}

BOOST_AUTO_TEST_CASE(names_the_line_of_the_only_write) {
  const auto seen =
      story()
          .begins()
          .races(access_at("read", 2, 21), access_at("write", 1, 31))
          .told();
  BOOST_TEST(summary(data_race(seen)) == "data-race:31");
}

BOOST_AUTO_TEST_CASE(names_the_line_that_is_known_if_only_one_is) {
  const auto seen =
      story()
          .begins()
          .races(access_at("read", 2, 21), access_at("write", 1, 0))
          .told();
  BOOST_TEST(summary(data_race(seen)) == "data-race:21");
}

BOOST_AUTO_TEST_CASE(says_that_memory_was_freed) {
  const auto seen =
      story()
          .begins()
          .races(access_at("read", 2, 21), access_at("write", 1, 31, "free"),
                 "heap-use-after-free")
          .told();
  BOOST_TEST(data_race(seen).at(0).message ==
             "Thread 2 uses memory that thread 1 has freed before.");
}

BOOST_AUTO_TEST_CASE(is_silent_when_there_is_no_report) {
  BOOST_TEST(summary(data_race(story().begins().returns().told())) == "");
}

BOOST_AUTO_TEST_CASE(leaves_an_atomic_shared_pointer_to_its_library) {
  const auto loads = access_at("read", 2, 21, "std::_Sp_atomic::load");
  const auto stores = access_at("write", 1, 31, "std::_Sp_atomic::swap");
  const auto reads = access_at("read", 2, 21);
  BOOST_TEST(summary(data_race(story().begins().races(loads, stores).told())) ==
             "");
  BOOST_TEST(summary(data_race(story().begins().races(reads, stores).told())) ==
             "data-race:31");
  const auto made = access_at("write", 1, 31, "std::_Sp_atomic::_Sp_atomic");
  BOOST_TEST(summary(data_race(story().begins().races(loads, made).told())) ==
             "data-race:31");
  BOOST_TEST(
      summary(data_race(story().begins().races(stores, stores).told())) ==
      "data-race:31");
}

BOOST_AUTO_TEST_CASE(leaves_locks_in_opposite_orders_to_their_own_detector) {
  const auto seen = story()
                        .begins()
                        .races(access_at("read", 2, 21),
                               access_at("read", 1, 31), "lock-order-inversion")
                        .told();
  BOOST_TEST(summary(data_race(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
