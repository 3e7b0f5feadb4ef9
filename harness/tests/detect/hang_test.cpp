// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::hang;
using racelab::observe::ending;

BOOST_AUTO_TEST_SUITE(hang_detector)

BOOST_AUTO_TEST_CASE(
    tells_what_each_thread_waits_for_and_where_one_is_stuck_that_is_awaited) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .stuck(0, block_kind::join, 40, 1)
                        .stuck(1, block_kind::condition, 12)
                        .told();
  const auto found = hang(seen);
  BOOST_TEST(summary(found) == "hang:12");
  BOOST_TEST(found.at(0).message ==
             "Nobody can go on: thread 0 waits for thread 1 to end, thread 1 "
             "waits for a condition variable.");
  BOOST_TEST(found.at(0).related.at(0).line == 40);
}

BOOST_AUTO_TEST_CASE(
    names_where_the_function_waits_if_no_other_thread_is_stuck) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .ends(1)
                        .stuck(0, block_kind::condition, 40)
                        .told();
  BOOST_TEST(summary(hang(seen)) == "hang:40");
}

BOOST_AUTO_TEST_CASE(names_the_loop_that_waits_for_a_change) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .stuck(0, block_kind::join, 40, 1)
                        .stuck(1, block_kind::spin, 12)
                        .told();
  BOOST_TEST(summary(hang(seen)) == "hang:12");
}

BOOST_AUTO_TEST_CASE(names_the_lock_and_who_holds_it) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .creates(0, 2, 20)
                        .stuck(0, block_kind::join, 40, 1)
                        .stuck(1, block_kind::mutex, 12, 2)
                        .stuck(2, block_kind::mutex, 22, 1)
                        .told();
  const auto found = hang(seen);
  BOOST_TEST(summary(found) == "hang:12");
  BOOST_TEST(contains(found.at(0).message,
                      "thread 1 waits for a lock that thread 2 holds"));
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_function_returned_and_left_a_thread) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .returns()
                        .stuck(1, block_kind::condition, 12)
                        .ending(ending::left_threads)
                        .told();
  BOOST_TEST(summary(hang(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_the_watchdog_had_to_end_the_schedule) {
  const auto seen =
      story().begins().spins(0, 14).ending(ending::out_of_time).told();
  const auto found = hang(seen);
  BOOST_TEST(summary(found) == "hang:14");
  BOOST_TEST(contains(found.at(0).message, "no progress"));
}

BOOST_AUTO_TEST_CASE(is_silent_about_a_loop_that_came_to_its_end) {
  const auto seen = story().begins().spins(0, 14).returns().told();
  BOOST_TEST(summary(hang(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
