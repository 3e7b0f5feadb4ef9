// Distributed under the Boost Software License, Version 1.0.
#include "concurrency/shutdown_signals.hpp"

#include "harness/tests/concurrency/event.hpp"
#include "harness/tests/concurrency/threads.hpp"
#include "harness/tests/concurrency/watched_thread.hpp"

#include <boost/test/unit_test.hpp>
#include <boost/thread/barrier.hpp>
#include <boost/thread/thread.hpp>

#include <pthread.h>
#include <semaphore.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

// Under ThreadSanitizer a handler runs at once where the thread has sent the
// signal to itself or blocks in a call that the sanitizer knows, and else at
// the next such call. The tests have a signal arrive there and nowhere else.

namespace {

using namespace racelab;

constexpr int both[] = {SIGINT, SIGTERM};

const context background = context::background();

int other_than(int signal) { return signal == SIGINT ? SIGTERM : SIGINT; }

// The signal that canceled it, or 0 if something else did or nothing.
int canceled_by(const context& ctx) {
  try {
    if (const auto cause = ctx.cause()) std::rethrow_exception(cause);
  } catch (const shutdown_requested& request) {
    return request.signal();
  } catch (const std::exception&) {
  }
  return 0;
}

template <class Error>
bool is(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const Error&) {
    return true;
  } catch (...) {
  }
  return false;
}

struct sigaction action_of(int signal) {
  struct sigaction now {};
  sigaction(signal, nullptr, &now);
  return now;
}

// In force for a scope.
class handled_by {
 public:
  handled_by(int signal, void (*handler)(int)) : signal_(signal) {
    struct sigaction action {};
    action.sa_handler = handler;
    set(action);
  }
  handled_by(int signal, const struct sigaction& action) : signal_(signal) {
    set(action);
  }
  ~handled_by() { sigaction(signal_, &before_, nullptr); }
  handled_by(const handled_by&) = delete;
  handled_by& operator=(const handled_by&) = delete;

 private:
  void set(const struct sigaction& action) {
    BOOST_REQUIRE(sigaction(signal_, &action, &before_) == 0);
  }

  const int signal_;
  struct sigaction before_ {};
};

// What a handler that was there before was called for.
std::atomic<int> calls_of_previous{0};
void previous(int) { ++calls_of_previous; }

bool same_sets(const sigset_t& one, const sigset_t& other) {
  for (int signal = 1; signal < NSIG; ++signal) {
    if (sigismember(&one, signal) != sigismember(&other, signal)) return false;
  }
  return true;
}

bool same(const struct sigaction& one, const struct sigaction& other) {
  return one.sa_handler == other.sa_handler && one.sa_flags == other.sa_flags &&
         same_sets(one.sa_mask, other.sa_mask);
}

sigset_t mask_of_this_thread() {
  sigset_t mask;
  pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return mask;
}

// A thread that blocks in a system call which a handler ends early, unless the
// system is told to let it go on.
class blocked_thread {
 public:
  blocked_thread()
      : thread_([this] {
          self_ = pthread_self();
          result_ = sem_wait(&goes_on_);
        }) {
    thread_.await_blocked();
  }
  ~blocked_thread() {
    sem_post(&goes_on_);
    thread_.join();
    sem_destroy(&goes_on_);
  }
  blocked_thread(const blocked_thread&) = delete;
  blocked_thread& operator=(const blocked_thread&) = delete;

  void interrupt(int signal) const { pthread_kill(self_, signal); }

  // Lets the call end; whether it has come to that, and not been ended before.
  bool goes_on() {
    sem_post(&goes_on_);
    thread_.join();
    return result_ == 0;
  }

 private:
  sem_t goes_on_ = [] {
    sem_t made;
    sem_init(&made, 0, 0);
    return made;
  }();
  std::atomic<pthread_t> self_{};
  int result_ = 1;
  watched_thread thread_;
};

// How a child process ends that calls `function(ask)` and is sent the signals
// one by one, each when it asks.
template <class F>
int status_of_child(std::vector<int> signals, F function) {
  int asked[2];
  BOOST_REQUIRE(pipe(asked) == 0);
  std::cout.flush();
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // A test that is ended leaves nothing.
    function([&] {
      if (write(asked[1], "?", 1) != 1) _exit(1);
    });
    _exit(0);
  }
  close(asked[1]);
  for (const int signal : signals) {
    char question;
    BOOST_REQUIRE(read(asked[0], &question, 1) == 1);
    kill(child, signal);
  }
  close(asked[0]);
  int status = 0;
  BOOST_REQUIRE(waitpid(child, &status, 0) == child);
  return status;
}

bool ended_by(int signal, int status) {
  return WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

bool ended_well(int status) {
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(first_signal)

BOOST_AUTO_TEST_CASE(each_of_the_two_cancels_and_is_the_cause) {
  for (const int signal : both) {
    const shutdown_signals signals;
    BOOST_TEST(!signals.ctx().done());
    raise(signal);
    signals.ctx().wait();
    BOOST_TEST(canceled_by(signals.ctx()) == signal);
    BOOST_TEST(is<canceled>(signals.ctx().err()));
  }
}

BOOST_AUTO_TEST_CASE(the_cause_has_the_signals_name) {
  BOOST_TEST(shutdown_requested(SIGINT).what() == "SIGINT");
  BOOST_TEST(shutdown_requested(SIGTERM).what() == "SIGTERM");
}

BOOST_AUTO_TEST_CASE(one_from_another_process_ends_a_wait) {
  for (const int signal : both) {
    const int status = status_of_child({signal}, [&](const auto& ask) {
      const shutdown_signals signals;
      ask();
      signals.ctx().wait();
      if (canceled_by(signals.ctx()) != signal) _exit(1);
    });
    BOOST_TEST(ended_well(status));
  }
}

BOOST_AUTO_TEST_CASE(it_may_be_sent_to_a_thread_that_was_there_before) {
  for (const int signal : both) {
    const blocked_thread other;
    const shutdown_signals signals;
    other.interrupt(signal);
    signals.ctx().wait();
    BOOST_TEST(canceled_by(signals.ctx()) == signal);
  }
}

BOOST_AUTO_TEST_CASE(a_system_call_that_it_interrupts_goes_on) {
  for (const int signal : both) {
    const shutdown_signals signals;
    blocked_thread other;
    other.interrupt(signal);
    signals.ctx().wait();
    BOOST_TEST(other.goes_on());
  }
}

BOOST_AUTO_TEST_CASE(one_that_was_ignored_is_so_no_more_until_the_end) {
  for (const int signal : both) {
    const handled_by ignored(signal, SIG_IGN);
    {
      const shutdown_signals signals;
      raise(signal);
      signals.ctx().wait();
      BOOST_TEST(canceled_by(signals.ctx()) == signal);
    }
    raise(signal);
    BOOST_TEST((action_of(signal).sa_handler == SIG_IGN));
  }
}

BOOST_AUTO_TEST_CASE(one_that_was_handled_does_not_reach_that_handler) {
  for (const int signal : both) {
    const handled_by before(signal, previous);
    const int calls = calls_of_previous;
    const shutdown_signals signals;
    raise(signal);
    signals.ctx().wait();
    BOOST_TEST(calls_of_previous == calls);
  }
}

BOOST_AUTO_TEST_CASE(the_handler_leaves_errno_as_it_was) {
  const handled_by before(SIGINT, [](int) { errno = EBUSY; });
  void (*handler)(int);
  {
    const shutdown_signals signals;
    handler = action_of(SIGINT).sa_handler;
    errno = ENOENT;
    handler(SIGINT);
    BOOST_TEST(errno == ENOENT);
  }
  errno = ENOENT;
  handler(SIGINT);
  BOOST_TEST(errno == ENOENT);
}

BOOST_AUTO_TEST_CASE(its_callbacks_run_where_no_signal_can_arrive) {
  const shutdown_signals signals;
  sigset_t blocked;
  event called;
  const auto callback = after_cancel(signals.ctx(), [&] {
    blocked = mask_of_this_thread();
    called.set();
  });
  raise(SIGTERM);
  called.wait();
  sigset_t all;
  sigfillset(&all);
  for (const int unblockable : {SIGKILL, SIGSTOP}) {
    sigdelset(&all, unblockable);
    sigdelset(&blocked, unblockable);
  }
  BOOST_TEST(same_sets(blocked, all));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(second_signal)

BOOST_AUTO_TEST_CASE(the_same_again_ends_the_program_by_that_signal) {
  for (const int signal : both) {
    const int status = status_of_child({signal, signal}, [](const auto& ask) {
      const shutdown_signals signals;
      ask();
      signals.ctx().wait();
      ask();
      background.wait();
    });
    BOOST_TEST(ended_by(signal, status));
  }
}

BOOST_AUTO_TEST_CASE(the_other_one_ends_the_program_by_that_other) {
  for (const int second : both) {
    const std::vector sent = {other_than(second), second};
    const int status = status_of_child(sent, [](const auto& ask) {
      const shutdown_signals signals;
      ask();
      signals.ctx().wait();
      ask();
      background.wait();
    });
    BOOST_TEST(ended_by(second, status));
  }
}

BOOST_AUTO_TEST_CASE(it_ends_the_program_while_the_first_is_dealt_with) {
  for (const int second : both) {
    const int status = status_of_child({SIGINT, second}, [](const auto& ask) {
      const shutdown_signals signals;
      const auto callback = after_cancel(signals.ctx(), [&] {
        ask();
        background.wait();
      });
      ask();
      background.wait();
    });
    BOOST_TEST(ended_by(second, status));
  }
}

BOOST_AUTO_TEST_CASE(it_ends_the_program_where_it_was_ignored_or_handled) {
  for (const auto before : {SIG_IGN, previous}) {
    const int status = status_of_child({}, [&](const auto&) {
      std::signal(SIGINT, before);
      const shutdown_signals signals;
      raise(SIGTERM);
      signals.ctx().wait();
      raise(SIGINT);
    });
    BOOST_TEST(ended_by(SIGINT, status));
  }
}

BOOST_AUTO_TEST_CASE(it_may_be_sent_to_a_particular_thread) {
  const int status = status_of_child({}, [](const auto&) {
    const blocked_thread other;
    const shutdown_signals signals;
    raise(SIGINT);
    signals.ctx().wait();
    other.interrupt(SIGTERM);
    background.wait();
  });
  BOOST_TEST(ended_by(SIGTERM, status));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(context_and_parent)

BOOST_AUTO_TEST_CASE(it_is_done_when_its_parent_is_with_the_parents_cause) {
  const auto parent = with_cancel_cause(background);
  const shutdown_signals signals(parent.ctx);
  parent.cancel(std::make_exception_ptr(std::domain_error("parent")));
  signals.ctx().wait();
  BOOST_TEST(is<std::domain_error>(signals.ctx().cause()));
}

BOOST_AUTO_TEST_CASE(it_may_be_born_done) {
  const auto parent = with_cancel(background);
  parent.cancel();
  const shutdown_signals signals(parent.ctx);
  BOOST_TEST(signals.ctx().done());
}

BOOST_AUTO_TEST_CASE(a_signal_does_not_end_the_parent) {
  const auto parent = with_cancel(background);
  const shutdown_signals signals(parent.ctx);
  raise(SIGINT);
  signals.ctx().wait();
  BOOST_TEST(!parent.ctx.done());
}

BOOST_AUTO_TEST_CASE(a_signal_after_the_parents_end_changes_nothing) {
  const auto parent = with_cancel(background);
  const shutdown_signals signals(parent.ctx);
  parent.cancel();
  raise(SIGINT);
  BOOST_TEST(canceled_by(signals.ctx()) == 0);
}

BOOST_AUTO_TEST_CASE(the_destructor_cancels_and_no_signal_is_the_cause) {
  std::optional<shutdown_signals> signals(std::in_place);
  const context ctx = signals->ctx();
  BOOST_TEST(!ctx.done());
  signals.reset();
  BOOST_TEST(ctx.done());
  BOOST_TEST(is<canceled>(ctx.cause()));
}

BOOST_AUTO_TEST_CASE(the_destructor_waits_for_the_callbacks_of_a_signal) {
  std::optional<shutdown_signals> signals(std::in_place);
  event running;
  bool over = false;
  const auto callback = after_cancel(signals->ctx(), [&] {
    running.set();
    for (int i = 0; i < 100; ++i) boost::this_thread::yield();
    over = true;
  });
  raise(SIGINT);
  running.wait();
  signals.reset();
  BOOST_TEST(over);
}

BOOST_AUTO_TEST_CASE(a_callback_that_destroys_it_ends_the_program) {
  constexpr int terminated = 42;
  const int status = status_of_child({}, [](const auto&) {
    std::set_terminate([] { _exit(terminated); });
    static std::optional<shutdown_signals> signals(std::in_place);
    const auto callback = after_cancel(signals->ctx(), [] { signals.reset(); });
    raise(SIGINT);
    background.wait();
  });
  BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == terminated));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(before_and_after)

BOOST_AUTO_TEST_CASE(each_signal_is_handled_afterwards_as_it_was_before) {
  struct sigaction with_everything {};
  with_everything.sa_sigaction = [](int, siginfo_t*, void*) {};
  with_everything.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
  sigaddset(&with_everything.sa_mask, SIGUSR1);
  struct sigaction usual {};
  struct sigaction ignored {};
  ignored.sa_handler = SIG_IGN;
  struct sigaction handled {};
  handled.sa_handler = previous;
  for (const auto& one : {with_everything, usual, ignored, handled}) {
    for (const int signal : both) {
      const handled_by before(signal, one);
      const struct sigaction expected = action_of(signal);
      const struct sigaction others = action_of(other_than(signal));
      {
        const shutdown_signals signals;
        BOOST_TEST(!same(action_of(signal), expected));
      }
      BOOST_TEST(same(action_of(signal), expected));
      BOOST_TEST(same(action_of(other_than(signal)), others));
    }
  }
}

BOOST_AUTO_TEST_CASE(it_is_so_too_after_a_signal) {
  for (const int signal : both) {
    const handled_by before(signal, previous);
    const int calls = calls_of_previous;
    {
      const shutdown_signals signals;
      raise(signal);
      signals.ctx().wait();
    }
    raise(signal);
    BOOST_TEST(calls_of_previous == calls + 1);
  }
}

BOOST_AUTO_TEST_CASE(a_handler_that_comes_late_passes_the_signal_on) {
  const handled_by before(SIGINT, previous);
  for (const bool was_second : {false, true}) {
    void (*handler)(int);
    {
      const shutdown_signals signals;
      handler = action_of(SIGINT).sa_handler;
      if (was_second) raise(SIGTERM);
    }
    const int calls = calls_of_previous;
    handler(SIGINT);
    BOOST_TEST(calls_of_previous == calls + 1);
    BOOST_TEST((action_of(SIGINT).sa_handler == previous));
  }
}

BOOST_AUTO_TEST_CASE(a_handler_that_is_put_back_too_late_ends_the_program) {
  const int status = status_of_child({}, [](const auto&) {
    void (*handler)(int);
    {
      const shutdown_signals signals;
      handler = action_of(SIGINT).sa_handler;
    }
    std::signal(SIGINT, handler);
    raise(SIGINT);
  });
  BOOST_TEST(ended_by(SIGINT, status));
}

BOOST_AUTO_TEST_CASE(the_threads_own_mask_stays_as_it_is) {
  const sigset_t before = mask_of_this_thread();
  const shutdown_signals signals;
  BOOST_TEST(same_sets(mask_of_this_thread(), before));
}

BOOST_AUTO_TEST_CASE(no_thread_is_left_whether_a_signal_came_or_not) {
  const auto before = threads();
  for (const bool comes : {false, true}) {
    const shutdown_signals signals;
    if (comes) raise(SIGINT);
  }
  await_threads(before);
}

BOOST_AUTO_TEST_CASE(one_after_another_has_a_signal_of_its_own) {
  const handled_by before(SIGINT, previous);
  for (int i = 0; i < 50; ++i) {
    const shutdown_signals signals;
    BOOST_TEST_REQUIRE(!signals.ctx().done());
    if (i % 3 == 0) continue;
    raise(both[i % 2]);
    if (i % 3 == 1) continue;
    signals.ctx().wait();
    BOOST_TEST(canceled_by(signals.ctx()) == both[i % 2]);
  }
}

// It either cancels or is handled as before: it is neither lost nor does it
// count twice.
BOOST_AUTO_TEST_CASE(a_signal_that_comes_at_the_end_goes_one_way_or_the_other) {
  for (int i = 0; i < 300; ++i) {
    const int signal = both[i % 2];
    const handled_by before(signal, previous);
    const int calls = calls_of_previous;
    std::optional<shutdown_signals> signals(std::in_place);
    const context ctx = signals->ctx();
    boost::barrier start(2);
    boost::thread sender([&, i] {
      start.wait();
      for (int j = 0; j < i % 7; ++j) boost::this_thread::yield();
      kill(getpid(), signal);
    });
    start.wait();
    for (int j = 0; j < i % 5; ++j) boost::this_thread::yield();
    signals.reset();
    sender.join();
    const bool canceled = canceled_by(ctx) == signal;
    BOOST_TEST_REQUIRE(calls_of_previous == calls + (canceled ? 0 : 1));
  }
}

BOOST_AUTO_TEST_CASE(neither_start_nor_end_is_an_interruption_point) {
  bool interrupted = false;
  bool requested = false;
  event told;
  boost::thread other([&] {
    told.wait();
    try {
      const shutdown_signals signals;
    } catch (const boost::thread_interrupted&) {
      interrupted = true;
    }
    requested = boost::this_thread::interruption_requested();
  });
  other.interrupt();
  told.set();
  other.join();
  BOOST_TEST(!interrupted);
  BOOST_TEST(requested);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(two_at_once_are_an_error_and_the_first_remains) {
  const handled_by before(SIGINT, previous);
  {
    const shutdown_signals signals;
    BOOST_CHECK_THROW(shutdown_signals(), std::logic_error);
    raise(SIGINT);
    signals.ctx().wait();
    BOOST_TEST(canceled_by(signals.ctx()) == SIGINT);
  }
  BOOST_TEST((action_of(SIGINT).sa_handler == previous));
  const shutdown_signals again;
  BOOST_TEST(!again.ctx().done());
}

BOOST_AUTO_TEST_CASE(a_thread_that_cannot_be_had_is_an_error) {
  const handled_by before(SIGINT, previous);
  const sigset_t mask = mask_of_this_thread();
  pthread_attr_t usual;
  pthread_attr_t absurd;
  BOOST_REQUIRE(pthread_getattr_default_np(&usual) == 0);
  pthread_attr_init(&absurd);
  pthread_attr_setstacksize(&absurd, std::size_t{1} << 46);
  BOOST_REQUIRE(pthread_setattr_default_np(&absurd) == 0);
  BOOST_CHECK_THROW(shutdown_signals(), boost::thread_resource_error);
  BOOST_REQUIRE(pthread_setattr_default_np(&usual) == 0);
  BOOST_TEST((action_of(SIGINT).sa_handler == previous));
  BOOST_TEST(same_sets(mask_of_this_thread(), mask));
  const shutdown_signals again;
  raise(SIGINT);
  again.ctx().wait();
  BOOST_TEST(canceled_by(again.ctx()) == SIGINT);
}

BOOST_AUTO_TEST_SUITE_END()
