// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::thread_leak;
using racelab::observe::ending;

BOOST_AUTO_TEST_SUITE(thread_leak_detector)

BOOST_AUTO_TEST_CASE(speaks_when_a_thread_is_neither_joined_nor_detached) {
  const auto seen = story().begins().creates(0, 1, 10).ends(1).returns().told();
  const auto found = thread_leak(seen);
  BOOST_TEST(summary(found) == "thread-leak:10");
  BOOST_TEST(found.at(0).message ==
             "Thread 1 is started, and neither joined nor detached.");
}

BOOST_AUTO_TEST_CASE(is_silent_when_it_is_joined) {
  const auto seen =
      story().begins().creates(0, 1, 10).ends(1).joins(0, 1).returns().told();
  BOOST_TEST(summary(thread_leak(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_it_is_detached_and_ends) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .detaches(0, 1)
                        .returns()
                        .ends(1)
                        .told();
  BOOST_TEST(summary(thread_leak(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_a_detached_thread_never_ends) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .detaches(0, 1)
                        .returns()
                        .stuck(1, block_kind::condition, 12)
                        .ending(ending::left_threads)
                        .told();
  const auto found = thread_leak(seen);
  BOOST_TEST(summary(found) == "thread-leak:10");
  BOOST_TEST(contains(found.at(0).message, "never ends"));
}

BOOST_AUTO_TEST_CASE(is_silent_about_threads_that_the_function_did_not_start) {
  const auto seen = story().creates(0, 1, 0).begins().ends(1).returns().told();
  BOOST_TEST(summary(thread_leak(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_when_the_schedule_hangs) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .stuck(0, block_kind::join, 40, 1)
                        .stuck(1, block_kind::condition, 12)
                        .told();
  BOOST_TEST(summary(thread_leak(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
