// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/plain/handled_signals.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

namespace {

using racelab::probe::is_handled;

void do_nothing(int) {}

// At the end all is as it was.
struct disposition {
  explicit disposition(void (*handler)(int))
      : before(std::signal(SIGTERM, handler)) {}
  ~disposition() { std::signal(SIGTERM, before); }
  void (*before)(int);
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_signal_with_a_handler_is_handled) {
  const disposition handled(do_nothing);
  BOOST_TEST(is_handled(SIGTERM));
}

BOOST_AUTO_TEST_CASE(a_signal_that_is_ignored_is_not_handled) {
  const disposition ignored(SIG_IGN);
  BOOST_TEST(!is_handled(SIGTERM));
}

BOOST_AUTO_TEST_CASE(a_signal_that_ends_the_program_is_not_handled) {
  const disposition by_default(SIG_DFL);
  BOOST_TEST(!is_handled(SIGTERM));
}
