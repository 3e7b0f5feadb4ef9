// Distributed under the Boost Software License, Version 1.0.
//
// What shutdown signals order, and what they do not.
#include "concurrency/shutdown_signals.hpp"

#include "harness/tests/concurrency/happens_before/subject.hpp"
#include "harness/tests/concurrency/happens_before/unseen.hpp"

#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <stdexcept>

namespace racelab::happens_before_tests {
namespace {

unseen::event ready;
unseen::event first_over;
unseen::event called;

void must(bool right) {
  if (!right) std::abort();
}

std::optional<shutdown_signals> signals;

// The context, for a thread that nothing orders with who made it.
context unseen_context() {
  ready.wait();
  const happens_before::bookkeeping unseen;
  return signals->ctx();
}

// A thread to be interrupted: it blocks in a call that ThreadSanitizer knows,
// so that a handler runs there at once.
class blocked_thread {
 public:
  blocked_thread() { sem_init(&goes_on_, 0, 0); }

  void block() {
    self_.store(pthread_self(), std::memory_order_relaxed);
    asleep_.is_of_this_thread();
    must(sem_wait(&goes_on_) == 0);
  }

  void await_blocked() { asleep_.wait(); }

  void interrupt(int signal) {
    await_blocked();
    pthread_kill(self_.load(std::memory_order_relaxed), signal);
  }

  void go_on() { sem_post(&goes_on_); }

 private:
  std::atomic<pthread_t> self_{};
  unseen::thread_sleep asleep_;
  sem_t goes_on_;
};

blocked_thread interrupted;

void accept_all_signals() {
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

void write_in_callback() {
  write_shared();
  called.set();
}

// ------------------------------------------------- the edges

void the_construction_precedes_what_follows_a_signals_cancellation() {
  stranger other([] {
    unseen_context().wait();
    write_shared();
  });
  write_shared();
  signals.emplace();
  ready.set();
  raise(SIGINT);
}

void the_construction_precedes_the_callback_of_a_signals_cancellation() {
  stranger other([] {
    const auto callback = after_cancel(unseen_context(), write_in_callback);
    raise(SIGTERM);
    called.wait();
  });
  write_shared();
  signals.emplace();
  ready.set();
}

void a_callback_precedes_the_end_of_the_destructor() {
  signals.emplace();
  const auto callback = after_cancel(signals->ctx(), write_in_callback);
  raise(SIGINT);
  called.wait();
  signals.reset();
  write_shared();
}

void the_destructor_precedes_who_sees_it_canceled_by_that() {
  signals.emplace();
  stranger other([ctx = signals->ctx()] {
    ctx.wait();
    write_shared();
  });
  write_shared();
  signals.reset();
}

void a_cancel_of_the_parent_precedes_who_sees_it_canceled() {
  static const auto parent = with_cancel(context::background());
  signals.emplace(parent.ctx);
  stranger canceler([] {
    write_shared();
    parent.cancel();
  });
  signals->ctx().wait();
  write_shared();
}

// ------------------------------------------------- what orders nothing

void who_raises_a_signal_and_who_sees_it_canceled() {
  signals.emplace();
  stranger first([] {
    write_shared();
    raise(SIGINT);
  });
  stranger second([] {
    signals->ctx().wait();
    write_shared();
  });
}

void who_raises_a_signal_and_the_callback() {
  signals.emplace();
  const auto callback = after_cancel(signals->ctx(), write_in_callback);
  stranger sender([] {
    write_shared();
    raise(SIGINT);
    called.wait();
  });
}

// It can come to one thread only, to one that blocks. Elsewhere the sanitizer
// keeps it for later, and loses it if the thread is just making room for its
// first.
void who_sends_a_signal_to_the_process_and_the_callback() {
  signals.emplace();
  const auto callback = after_cancel(signals->ctx(), write_in_callback);
  const detail::all_signals_blocked in_the_others;
  stranger other([] {
    accept_all_signals();
    interrupted.block();
  });
  stranger sender([] {
    write_shared();
    interrupted.await_blocked();
    kill(getpid(), SIGTERM);
    called.wait();
    interrupted.go_on();
  });
}

void who_sends_a_signal_to_a_thread_and_the_callback() {
  signals.emplace();
  const auto callback = after_cancel(signals->ctx(), write_in_callback);
  stranger other([] { interrupted.block(); });
  stranger sender([] {
    write_shared();
    interrupted.interrupt(SIGTERM);
    called.wait();
    interrupted.go_on();
  });
}

void who_is_interrupted_and_who_sees_it_canceled() {
  signals.emplace();
  stranger first([] {
    write_shared();
    interrupted.block();
  });
  stranger second([] {
    interrupted.interrupt(SIGINT);
    signals->ctx().wait();
    write_shared();
    interrupted.go_on();
  });
}

void who_is_interrupted_and_the_callback() {
  signals.emplace();
  const auto callback = after_cancel(signals->ctx(), write_in_callback);
  stranger other([] {
    write_shared();
    interrupted.block();
  });
  interrupted.interrupt(SIGINT);
  called.wait();
  interrupted.go_on();
}

void the_construction_and_who_is_interrupted() {
  stranger first([] {
    interrupted.block();
    write_shared();
  });
  stranger second([] {
    first_over.wait();
    interrupted.go_on();
  });
  write_shared();
  signals.emplace();
  interrupted.interrupt(SIGINT);
  signals->ctx().wait();
  first_over.set();
}

void the_construction_and_who_sees_its_parents_end() {
  static const auto parent = with_cancel(context::background());
  stranger other([] {
    const context ctx = unseen_context();
    parent.cancel();
    must(ctx.done());
    write_shared();
  });
  write_shared();
  signals.emplace(parent.ctx);
  ready.set();
}

void two_who_see_it_canceled() {
  signals.emplace();
  raise(SIGINT);
  stranger first([] {
    signals->ctx().wait();
    write_shared();
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    signals->ctx().wait();
    write_shared();
  });
}

// Nothing is thrown here: that takes locks which order threads.
void use_with_a_signal() {
  const shutdown_signals own;
  raise(SIGINT);
  own.ctx().wait();
}

void one_and_a_later_one() {
  stranger first([] {
    write_shared();
    use_with_a_signal();
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    use_with_a_signal();
    write_shared();
  });
}

void one_without_a_signal_and_a_later_one() {
  stranger first([] {
    write_shared();
    { const shutdown_signals own; }
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    { const shutdown_signals own; }
    write_shared();
  });
}

void one_that_is_refused_and_the_other() {
  stranger first([] {
    write_shared();
    const shutdown_signals own;
    ready.set();
    first_over.wait();
  });
  stranger second([] {
    ready.wait();
    try {
      const shutdown_signals refused;
      must(false);
    } catch (const std::logic_error&) {
    }
    write_shared();
    first_over.set();
  });
}

constexpr subject all[] = {
    EDGE(the_construction_precedes_what_follows_a_signals_cancellation),
    EDGE(the_construction_precedes_the_callback_of_a_signals_cancellation),
    EDGE(a_callback_precedes_the_end_of_the_destructor),
    EDGE(the_destructor_precedes_who_sees_it_canceled_by_that),
    EDGE(a_cancel_of_the_parent_precedes_who_sees_it_canceled),
    ABSENCE(who_raises_a_signal_and_who_sees_it_canceled),
    ABSENCE(who_raises_a_signal_and_the_callback),
    ABSENCE(who_sends_a_signal_to_the_process_and_the_callback),
    ABSENCE(who_sends_a_signal_to_a_thread_and_the_callback),
    ABSENCE(who_is_interrupted_and_who_sees_it_canceled),
    ABSENCE(who_is_interrupted_and_the_callback),
    ABSENCE(the_construction_and_who_is_interrupted),
    ABSENCE(the_construction_and_who_sees_its_parents_end),
    ABSENCE(two_who_see_it_canceled),
    ABSENCE(one_and_a_later_one),
    ABSENCE(one_without_a_signal_and_a_later_one),
    ABSENCE(one_that_is_refused_and_the_other),
};

}  // namespace

std::span<const subject> shutdown_signals_subjects() { return all; }

}  // namespace racelab::happens_before_tests
