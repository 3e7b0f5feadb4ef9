// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::crash;
using racelab::observe::ending;

BOOST_AUTO_TEST_SUITE(crash_detector)

BOOST_AUTO_TEST_CASE(speaks_at_the_line_that_follows_a_null_pointer) {
  const auto found = crash(story().begins().follows_null(2, 21).told());
  BOOST_TEST(summary(found) == "crash:21");
  BOOST_TEST(found.at(0).message == "Thread 2 follows a null pointer.");
}

BOOST_AUTO_TEST_CASE(tells_the_exception_that_nobody_catches) {
  const auto found =
      crash(story().begins().throws_uncaught(1, 12, "order down").told());
  BOOST_TEST(summary(found) == "crash:12");
  BOOST_TEST(found.at(0).message ==
             "Thread 1 ends the program by an exception that nobody catches: "
             "order down.");
}

BOOST_AUTO_TEST_CASE(is_silent_about_an_exception_thrown_to_the_caller) {
  BOOST_TEST(summary(crash(story().begins().throws("order down").told())) ==
             "");
}

BOOST_AUTO_TEST_CASE(speaks_when_the_subject_ends_the_process) {
  const auto found =
      crash(story().begins().ends_process(1, 12, "_exit", 0).told());
  BOOST_TEST(summary(found) == "crash:12");
  BOOST_TEST(found.at(0).message ==
             "Thread 1 ends the whole process by _exit(0).");
}

BOOST_AUTO_TEST_CASE(speaks_when_the_process_died_and_nobody_knows_where) {
  const auto found =
      crash(story().begins().ending(ending::crashed, "SIGKILL").told());
  BOOST_TEST(summary(found) == "crash:0");
  BOOST_TEST(found.at(0).message == "The process died: SIGKILL.");
}

BOOST_AUTO_TEST_CASE(names_the_limit_that_was_passed) {
  const auto found =
      crash(story().begins().goes_over_limit("more than 256 threads").told());
  BOOST_TEST(summary(found) == "crash:0");
  BOOST_TEST(contains(found.at(0).message, "more than 256 threads"));
}

BOOST_AUTO_TEST_SUITE_END()
