// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/plain/heed.hpp"

#include <boost/test/unit_test.hpp>

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>

namespace {

using racelab::probe::is_heeded;

void do_nothing(int) {}

// At the end all is as it was.
struct disposition {
  explicit disposition(void (*handler)(int))
      : before(std::signal(SIGTERM, handler)) {}
  ~disposition() { std::signal(SIGTERM, before); }
  void (*before)(int);
};

struct blocked {
  explicit blocked(int signal) {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal);
    pthread_sigmask(SIG_BLOCK, &one, &before);
  }
  ~blocked() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
  sigset_t before;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_signal_that_is_handled_is_heeded) {
  const disposition handled(do_nothing);
  BOOST_TEST(is_heeded(SIGTERM));
}

BOOST_AUTO_TEST_CASE(a_signal_that_is_ignored_is_not_heeded) {
  const disposition ignored(SIG_IGN);
  BOOST_TEST(!is_heeded(SIGTERM));
}

BOOST_AUTO_TEST_CASE(a_signal_that_ends_the_program_is_not_heeded) {
  const disposition by_default(SIG_DFL);
  BOOST_TEST(!is_heeded(SIGTERM));
}

BOOST_AUTO_TEST_CASE(a_signal_that_the_first_thread_blocks_is_heeded) {
  const disposition ignored(SIG_IGN);
  const blocked kept(SIGTERM);
  BOOST_TEST(is_heeded(SIGTERM));
}

// As while a thread is started. Only the kernel blocks all when asked to.
BOOST_AUTO_TEST_CASE(a_signal_that_the_c_library_blocks_is_not_heeded) {
  const disposition ignored(SIG_IGN);
  const std::uint64_t all = ~std::uint64_t{0};
  std::uint64_t before = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof all);
  const bool heeded = is_heeded(SIGTERM);
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, nullptr, sizeof before);
  BOOST_TEST(!heeded);
}

BOOST_AUTO_TEST_CASE(that_another_signal_is_blocked_does_not_matter) {
  const disposition ignored(SIG_IGN);
  const blocked kept(SIGINT);
  BOOST_TEST(!is_heeded(SIGTERM));
}
