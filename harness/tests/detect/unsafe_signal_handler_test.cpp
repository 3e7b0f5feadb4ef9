// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::unsafe_signal_handler;
using racelab::observe::block_kind;

namespace {

story handling() { return story().begins().handles(0, "SIGTERM", 40); }

}  // namespace

BOOST_AUTO_TEST_SUITE(unsafe_signal_handler_detector)

BOOST_AUTO_TEST_CASE(speaks_when_a_handler_takes_a_lock) {
  const auto found = unsafe_signal_handler(
      handling().locks(0, 12).unlocks(0).has_handled(0).returns().told());
  BOOST_TEST(summary(found) == "unsafe-signal-handler:12");
  BOOST_TEST(found.at(0).message ==
             "The handler of SIGTERM takes a lock: it may have interrupted a "
             "thread in the middle of the same.");
  BOOST_TEST(found.at(0).events.size() == 2u);
}

BOOST_AUTO_TEST_CASE(speaks_when_it_waits_or_starts_a_thread_or_allocates) {
  BOOST_TEST(summary(unsafe_signal_handler(
                 handling().blocks(0, block_kind::mutex, 12).told())) ==
             "unsafe-signal-handler:12");
  BOOST_TEST(
      summary(unsafe_signal_handler(handling().creates(0, 1, 13).told())) ==
      "unsafe-signal-handler:13");
  const auto found = unsafe_signal_handler(
      handling().calls_unsafe(0, "allocates memory", 14).told());
  BOOST_TEST(summary(found) == "unsafe-signal-handler:14");
  BOOST_TEST(found.at(0).message.starts_with(
      "The handler of SIGTERM allocates memory: "));
}

BOOST_AUTO_TEST_CASE(is_silent_for_what_follows_the_handler) {
  BOOST_TEST(summary(unsafe_signal_handler(
                 handling().has_handled(0).locks(0, 12).told())) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_for_what_another_thread_does_meanwhile) {
  BOOST_TEST(summary(unsafe_signal_handler(
                 handling().locks(1, 12).has_handled(0).told())) == "");
}

BOOST_AUTO_TEST_CASE(gives_one_reason_for_each_time_it_runs) {
  const auto seen = handling()
                        .locks(0, 12)
                        .calls_unsafe(0, "frees memory", 13)
                        .has_handled(0)
                        .told();
  BOOST_TEST(summary(unsafe_signal_handler(seen)) ==
             "unsafe-signal-handler:12");
}

BOOST_AUTO_TEST_SUITE_END()
