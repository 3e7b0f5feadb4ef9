// Distributed under the Boost Software License, Version 1.0.
#include "concurrency/errgroup.hpp"

#include "harness/tests/concurrency/event.hpp"
#include "harness/tests/concurrency/threads.hpp"

#include <boost/test/unit_test.hpp>
#include <boost/thread/thread.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// What holds of a group's tasks because they share threads, and although they
// do.

namespace {

using namespace racelab;

bool ran_here(const boost::thread::id& id) {
  return id == boost::this_thread::get_id();
}

// Again and again, until it was the wait that ran the task.
template <class F>
void run_in_wait(F task) {
  for (;;) {
    bool here = false;
    const auto waiting = boost::this_thread::get_id();
    errgroup group;
    group.go([&] {
      here = ran_here(waiting);
      if (here) task();
    });
    group.wait();
    if (here) return;
  }
}

// Jobs that do nothing, but that they are counted.
class plain_queue final : detail::job_queue {
 public:
  // Nobody else has it any more once somebody has the lock.
  ~plain_queue() { const lock guard(threads().mutex()); }

  // Whoever is called is yet to be woken.
  void submit(int count, detail::calls& due) {
    const lock guard(threads().mutex());
    for (int i = 0; i < count; ++i) {
      std::unique_ptr<detail::job> next = std::make_unique<nothing>();
      threads().submit(*this, next, due);
    }
  }

  bool has_a_job() const {
    const lock guard(threads().mutex());
    return has_unstarted();
  }

  void await_finished(int count) const {
    while (finished_ < count) {
    }
  }

  bool were_waiters_called() const { return were_waiters_called_; }

 private:
  struct nothing final : detail::job {
    void run() noexcept override {}
  };

  using lock = detail::executor::lock;

  static detail::executor& threads() { return detail::executor::instance(); }

  void run(detail::job& started) noexcept override { started.run(); }
  void finish(place, detail::calls&) noexcept override { ++finished_; }
  void call_waiters(detail::calls&) noexcept override {
    were_waiters_called_ = true;
  }

  std::atomic<int> finished_{0};
  std::atomic<bool> were_waiters_called_{false};
};

// Two jobs that only a single thread can be had for. False if it has just
// ended, since it had none for a second.
bool start_two_with_one_thread(plain_queue& queue) {
  end_idle_threads();
  errgroup group;
  group.go([] {});
  group.wait();
  const no_threads from_now_on;
  detail::calls due;
  try {
    queue.submit(2, due);
  } catch (const boost::thread_resource_error&) {
    return false;
  }
  make(due);
  queue.await_finished(2);
  return true;
}

// The exit status of a child process that does this.
template <class F>
int status_of_child(F function) {
  const pid_t child = fork();
  BOOST_REQUIRE(child >= 0);
  if (child == 0) {
    function();
    std::_Exit(1);
  }
  int status = 0;
  BOOST_REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(starting)

// Would hang if tasks were left to wait. The first finds no thread, the later
// ones threads that look for work, or sleep.
BOOST_AUTO_TEST_CASE(a_task_runs_although_its_caller_computes_on) {
  for (int i = 0; i < 300; ++i) {
    errgroup group;
    std::atomic<bool> ran{false};
    group.go([&] { ran = true; });
    while (!ran) {
    }
    if (i % 100 == 50) end_idle_threads();
    group.wait();
  }
}

BOOST_AUTO_TEST_CASE(a_task_may_wait_for_one_that_is_started_later) {
  for (const int limit : {-1, 2, 3, 10, 1000}) {
    for (const int count : {2, 3, 10, 100}) {
      if (limit >= 0 && count > limit) continue;
      std::vector<event> started(static_cast<std::size_t>(count) + 1);
      errgroup group;
      group.set_limit(limit);
      for (std::size_t i = 0; i + 1 < started.size(); ++i) {
        group.go([&started, i, last = i + 2 == started.size()] {
          if (!last) started[i + 1].wait();
          started[i].set();
        });
      }
      group.wait();
    }
  }
}

BOOST_AUTO_TEST_CASE(tasks_of_several_groups_may_wait_for_each_other) {
  errgroup first;
  errgroup second;
  event one;
  event two;
  first.go([&] { one.wait(); });
  second.go([&] { two.wait(); });
  second.go([&] { one.set(); });
  first.go([&] { two.set(); });
  first.wait();
  second.wait();
}

BOOST_AUTO_TEST_CASE(all_tasks_of_a_thousand_run_at_once_if_they_block) {
  constexpr int count = 1000;
  std::atomic<int> running{0};
  event all;
  errgroup group;
  for (int i = 0; i < count; ++i) {
    group.go([&] {
      if (++running == count) all.set();
      all.wait();
    });
  }
  group.wait();
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(helping)

BOOST_AUTO_TEST_CASE(a_wait_may_run_a_task_that_waits_for_a_group) {
  run_in_wait([] {
    errgroup inner;
    event other;
    inner.go([&] { other.wait(); });
    inner.go([&] { other.set(); });
    inner.wait();
  });
}

BOOST_AUTO_TEST_CASE(the_error_of_a_task_that_a_wait_runs_is_thrown_by_it) {
  BOOST_CHECK_THROW(
      for (;;) {
        const auto waiting = boost::this_thread::get_id();
        errgroup group;
        group.go([&] {
          if (ran_here(waiting)) throw std::runtime_error("here");
        });
        group.wait();
      },
      std::runtime_error);
}

// A thousand levels of them would take far more than one stack, if each were
// run by the wait of the one before.
BOOST_AUTO_TEST_CASE(a_task_has_nearly_all_of_a_stack_at_whatever_depth) {
  std::function<void(int)> descend = [&](int depth) {
    [[maybe_unused]] volatile char much[1 << 19];
    much[0] = 1;
    if (depth == 0) return;
    errgroup group;
    group.go([&] { descend(depth - 1); });
    group.wait();
    much[1] = 1;
  };
  descend(200);
}

BOOST_AUTO_TEST_CASE(a_task_runs_outside_of_its_waiters_exception) {
  std::atomic<int> seen{0};
  const auto look = [&] {
    if (std::current_exception() || std::uncaught_exceptions() > 0) ++seen;
  };
  for (int i = 0; i < 1000; ++i) {
    try {
      errgroup group;
      group.go(look);
      throw std::runtime_error("under way");
    } catch (const std::runtime_error&) {
      errgroup group;
      group.go(look);
      group.wait();
    }
  }
  BOOST_TEST(seen == 0);
}

BOOST_AUTO_TEST_CASE(a_task_is_not_interrupted_in_its_waiters_place) {
  std::atomic<int> interrupted{0};
  boost::thread waiting([&] {
    boost::this_thread::disable_interruption not_yet;
    while (!boost::this_thread::interruption_requested()) {
      boost::this_thread::yield();
    }
    boost::this_thread::restore_interruption now(not_yet);
    for (int i = 0; i < 1000; ++i) {
      errgroup group;
      group.go([&] {
        if (boost::this_thread::interruption_requested()) ++interrupted;
        boost::this_thread::interruption_point();
      });
      group.wait();
    }
    BOOST_CHECK_THROW(boost::this_thread::interruption_point(),
                      boost::thread_interrupted);
  });
  waiting.interrupt();
  waiting.join();
  BOOST_TEST(interrupted == 0);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(threads_of_the_executor)

BOOST_AUTO_TEST_CASE(idle_threads_end_when_they_are_told_to) {
  const auto before = threads();
  for (int i = 0; i < 20; ++i) {
    errgroup group;
    std::atomic<int> running{0};
    for (int j = 0; j < 20; ++j) {
      group.go([&] {
        ++running;
        while (running < 20) boost::this_thread::yield();
      });
    }
    group.wait();
    await_threads(before);
  }
}

BOOST_AUTO_TEST_CASE(threads_that_run_a_task_are_not_waited_for) {
  event end;
  event running;
  errgroup group;
  group.go([&] {
    running.set();
    end.wait();
  });
  running.wait();
  end_idle_threads();
  end.set();
  group.wait();
}

BOOST_AUTO_TEST_CASE(who_waits_hears_that_no_thread_can_be_had_for_a_job) {
  plain_queue queue;
  while (!start_two_with_one_thread(queue)) {
  }
  BOOST_TEST(queue.were_waiters_called());
}

// ThreadSanitizer knows no threads in the child of a process that had some.
#if !RACELAB_UNHIDDEN

BOOST_AUTO_TEST_CASE(a_child_process_begins_without_threads) {
  errgroup before;
  before.go([] {});
  before.wait();
  BOOST_TEST(status_of_child([&] {
               std::atomic<bool> ran{false};
               before.go([&] { ran = true; });
               while (!ran) {
               }
               before.wait();
               std::exit(7);
             }) == 7);
}

// The job is there and the thread called, but not yet woken.
BOOST_AUTO_TEST_CASE(a_child_process_starts_no_job_of_its_parent) {
  run_in_wait([] {});
  plain_queue queue;
  detail::calls due;
  queue.submit(1, due);
  BOOST_TEST(status_of_child([&] {
               if (queue.has_a_job()) std::_Exit(1);
               detail::calls own;
               queue.submit(1, own);
               make(own);
               queue.await_finished(1);
               std::_Exit(7);
             }) == 7);
  make(due);
  queue.await_finished(1);
}

BOOST_AUTO_TEST_CASE(a_task_may_end_the_program) {
  BOOST_TEST(status_of_child([] {
               errgroup group;
               group.go([] { std::exit(7); });
               for (;;) boost::this_thread::yield();
             }) == 7);
}

#endif

BOOST_AUTO_TEST_SUITE_END()
