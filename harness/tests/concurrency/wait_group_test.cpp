// Distributed under the Boost Software License, Version 1.0.
#include "concurrency/wait_group.hpp"

#include "harness/tests/concurrency/event.hpp"
#include "harness/tests/concurrency/threads.hpp"
#include "harness/tests/concurrency/watched_thread.hpp"

#include <boost/test/unit_test.hpp>
#include <boost/thread/thread.hpp>

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// The counterparts of Go's own tests of sync.WaitGroup, by behaviour, and what
// those leave untested.

namespace {

using namespace racelab;

// A thread that waits for a group.
class waiter : public watched_thread {
 public:
  explicit waiter(wait_group& group)
      : watched_thread([&group] { group.wait(); }) {}
};

// Whether it ends the program by std::terminate, tried in a child process.
template <class F>
bool terminates(F function) {
  constexpr int terminated = 42;
  std::cout.flush();
  end_idle_threads();
  const pid_t child = fork();
  if (child == 0) {
    std::set_terminate([] { _exit(terminated); });
    function();
    _exit(0);
  }
  int status = 0;
  BOOST_REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == terminated;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(go_s_own_tests)

BOOST_AUTO_TEST_CASE(two_groups_let_sixteen_threads_pass_and_may_be_reused) {
  constexpr int n = 16;
  wait_group first;
  wait_group second;
  for (int round = 0; round < 8; ++round) {
    first.add(n);
    second.add(n);
    std::atomic<int> exited{0};
    boost::thread_group all;
    for (int i = 0; i < n; ++i) {
      all.create_thread([&] {
        first.done();
        second.wait();
        ++exited;
      });
    }
    first.wait();
    for (int i = 0; i < n; ++i) {
      BOOST_TEST_REQUIRE(exited == 0);
      second.done();
    }
    all.join_all();
    BOOST_TEST(exited == n);
  }
}

BOOST_AUTO_TEST_CASE(one_done_too_many_is_an_error) {
  wait_group group;
  group.add(1);
  group.done();
  BOOST_CHECK_THROW(group.done(), std::logic_error);
}

BOOST_AUTO_TEST_CASE(wait_sees_both_of_two_done_at_the_same_time) {
  for (int i = 0; i < 500; ++i) {
    wait_group group;
    std::atomic<int> n{0};
    group.add(1);
    boost::thread one([&] {
      ++n;
      group.done();
    });
    group.add(1);
    boost::thread other([&] {
      ++n;
      group.done();
    });
    group.wait();
    BOOST_TEST_REQUIRE(n == 2);
    one.join();
    other.join();
  }
}

BOOST_AUTO_TEST_CASE(go_calls_each_function_before_wait_returns) {
  wait_group group;
  std::atomic<int> called{0};
  for (int i = 0; i < 16; ++i) group.go([&] { ++called; });
  group.wait();
  BOOST_TEST(called == 16);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(counter)

BOOST_AUTO_TEST_CASE(a_new_group_is_not_waited_for) {
  wait_group group;
  group.wait();
  group.wait();
}

BOOST_AUTO_TEST_CASE(wait_blocks_until_the_counter_is_zero) {
  wait_group group;
  group.add(2);
  waiter one(group);
  one.await_blocked();
  group.done();
  one.await_blocked();
  BOOST_TEST(!one.returned());
  group.done();
}

BOOST_AUTO_TEST_CASE(a_zero_releases_all_who_wait) {
  wait_group group;
  group.add(1);
  waiter one(group);
  waiter another(group);
  waiter third(group);
  for (const waiter* each : {&one, &another, &third}) each->await_blocked();
  group.done();
}

BOOST_AUTO_TEST_CASE(a_negative_number_is_so_many_dones) {
  wait_group group;
  group.add(3);
  group.add(-2);
  waiter one(group);
  one.await_blocked();
  group.add(-1);
}

BOOST_AUTO_TEST_CASE(a_counter_that_would_be_negative_stays_as_it_was) {
  wait_group group;
  group.add(2);
  BOOST_CHECK_THROW(group.add(-3), std::logic_error);
  BOOST_CHECK_THROW(group.add(INT_MIN), std::logic_error);
  group.done();
  waiter one(group);
  one.await_blocked();
  BOOST_CHECK_THROW(group.add(-2), std::logic_error);
  BOOST_TEST(!one.returned());
  group.done();
  one.join();
  BOOST_CHECK_THROW(group.done(), std::logic_error);
  group.wait();
}

BOOST_AUTO_TEST_CASE(a_counter_that_would_exceed_an_int_stays_as_it_was) {
  wait_group group;
  group.add(INT_MAX);
  BOOST_CHECK_THROW(group.add(1), std::logic_error);
  BOOST_CHECK_THROW(group.add(INT_MAX), std::logic_error);
  BOOST_CHECK_THROW(group.go([] { std::abort(); }), std::logic_error);
  group.add(-INT_MAX);
  group.wait();
}

BOOST_AUTO_TEST_CASE(adding_zero_changes_nothing) {
  wait_group group;
  group.add(0);
  group.wait();
  group.add(1);
  waiter one(group);
  one.await_blocked();
  group.add(0);
  one.await_blocked();
  BOOST_TEST(!one.returned());
  group.done();
}

BOOST_AUTO_TEST_CASE(who_waits_is_not_held_by_the_groups_next_use) {
  for (int i = 0; i < 20; ++i) {
    wait_group group;
    group.add(1);
    waiter one(group);
    one.await_blocked();
    group.done();
    group.add(1);
    one.join();
    group.done();
  }
}

BOOST_AUTO_TEST_CASE(wait_is_no_interruption_point) {
  wait_group group;
  group.add(1);
  waiter one(group);
  one.await_blocked();
  one.interrupt();
  one.await_blocked();
  BOOST_TEST(!one.returned());
  group.done();
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(guard)

BOOST_AUTO_TEST_CASE(a_guard_is_done_on_every_path) {
  wait_group group;
  const auto leave_by = [&](const std::string& path) {
    const wait_group::done_guard done(group);
    if (path == "return") return;
    if (path == "throw") throw std::runtime_error(path);
  };
  group.add(3);
  leave_by("end");
  leave_by("return");
  BOOST_CHECK_THROW(leave_by("throw"), std::runtime_error);
  group.wait();
  BOOST_CHECK_THROW(group.done(), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_guard_is_not_done_before_the_end_of_its_scope) {
  wait_group group;
  group.add(1);
  std::atomic<bool> over{false};
  boost::thread thread([&] {
    const wait_group::done_guard done(group);
    boost::this_thread::yield();
    over = true;
  });
  group.wait();
  BOOST_TEST(over);
  thread.join();
}

BOOST_AUTO_TEST_CASE(a_guard_of_a_group_at_zero_ends_the_program) {
  BOOST_TEST(terminates([] {
    wait_group group;
    const wait_group::done_guard done(group);
  }));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(functions)

BOOST_AUTO_TEST_CASE(a_function_runs_in_a_thread_of_its_own) {
  wait_group group;
  event end;
  group.go([&] { end.wait(); });
  group.go([&] { end.set(); });
  group.wait();
}

BOOST_AUTO_TEST_CASE(wait_returns_only_when_every_function_has) {
  wait_group group;
  event start;
  std::atomic<int> ended{0};
  for (int i = 0; i < 20; ++i) {
    group.go([&] {
      start.wait();
      boost::this_thread::yield();
      ++ended;
    });
  }
  start.set();
  group.wait();
  BOOST_TEST(ended == 20);
}

BOOST_AUTO_TEST_CASE(go_and_done_count_together) {
  wait_group group;
  group.add(1);
  std::atomic<bool> ran{false};
  group.go([&] { ran = true; });
  waiter one(group);
  one.await_blocked();
  group.done();
  one.join();
  BOOST_TEST(ran);
}

BOOST_AUTO_TEST_CASE(a_function_may_start_functions_in_its_own_group) {
  wait_group group;
  std::atomic<int> ran{0};
  std::function<void(int)> grow = [&](int depth) {
    ++ran;
    if (depth == 0) return;
    for (int i = 0; i < 2; ++i) group.go([&, depth] { grow(depth - 1); });
  };
  group.go([&] { grow(5); });
  group.wait();
  BOOST_TEST(ran == 63);
}

BOOST_AUTO_TEST_CASE(go_may_be_called_again_after_wait) {
  wait_group group;
  int ran = 0;
  for (int i = 0; i < 100; ++i) {
    group.go([&] { ++ran; });
    group.wait();
    BOOST_TEST_REQUIRE(ran == i + 1);
  }
}

BOOST_AUTO_TEST_CASE(a_function_may_be_move_only_a_reference_or_a_pointer) {
  static std::atomic<int> ran;
  ran = 0;
  wait_group group;
  group.go([owned = std::make_unique<int>(1)] { ran += *owned; });
  const auto named = [] { ++ran; };
  group.go(named);
  group.go(std::ref(named));
  group.go(+[] { ++ran; });
  group.go([calls = 0]() mutable { return ran += ++calls; });
  group.wait();
  BOOST_TEST(ran == 5);
}

BOOST_AUTO_TEST_CASE(a_function_is_destroyed_where_it_ran_before_wait_returns) {
  boost::thread::id ran_in;
  boost::thread::id destroyed_in;
  wait_group group;
  group.go([&, guard = std::unique_ptr<void, std::function<void(void*)>>(
                   &group, [&](void*) {
                     destroyed_in = boost::this_thread::get_id();
                   })] { ran_in = boost::this_thread::get_id(); });
  group.wait();
  BOOST_TEST((ran_in == destroyed_in));
  BOOST_TEST((ran_in != boost::thread::id()));
}

BOOST_AUTO_TEST_CASE(a_function_that_throws_ends_the_program) {
  BOOST_TEST(terminates([] {
    wait_group group;
    group.go([] { throw std::runtime_error("nobody is given it"); });
    group.wait();
  }));
}

BOOST_AUTO_TEST_CASE(a_function_that_others_count_as_done_ends_the_program) {
  BOOST_TEST(terminates([] {
    wait_group group;
    event end;
    group.go([&] { end.wait(); });
    group.done();
    end.set();
    pause();
  }));
}

BOOST_AUTO_TEST_CASE(a_function_that_cannot_be_copied_in_is_not_waited_for) {
  struct uncopyable {
    uncopyable() = default;
    uncopyable(const uncopyable&) { throw std::runtime_error("copy"); }
    void operator()() const {}
  };
  wait_group group;
  const uncopyable function;
  BOOST_CHECK_THROW(group.go(function), std::runtime_error);
  group.wait();
}

BOOST_AUTO_TEST_CASE(a_thread_that_cannot_be_had_leaves_the_group_as_it_was) {
  end_idle_threads();
  wait_group group;
  {
    const no_threads meanwhile;
    for (int i = 0; i < 3; ++i) {
      BOOST_CHECK_THROW(group.go([] {}), boost::thread_resource_error);
    }
  }
  BOOST_CHECK_THROW(group.done(), std::logic_error);
  bool ran = false;
  group.go([&] { ran = true; });
  group.wait();
  BOOST_TEST(ran);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(destruction)

BOOST_AUTO_TEST_CASE(a_group_outlives_its_functions) {
  std::atomic<int> ended{0};
  const auto before = threads();
  {
    wait_group group;
    for (int i = 0; i < 5; ++i) {
      group.go([&] {
        boost::this_thread::yield();
        ++ended;
      });
    }
  }
  BOOST_TEST(ended == 5);
  await_threads(before);
}

BOOST_AUTO_TEST_CASE(a_group_outlives_the_last_done) {
  std::atomic<bool> ended{false};
  boost::thread other;
  {
    wait_group group;
    group.add(1);
    other = boost::thread([&] {
      boost::this_thread::yield();
      ended = true;
      group.done();
    });
  }
  BOOST_TEST(ended);
  other.join();
}

BOOST_AUTO_TEST_CASE(an_exception_between_two_gos_waits_for_the_first) {
  std::atomic<bool> ended{false};
  const auto start_two = [&] {
    wait_group group;
    group.go([&] {
      boost::this_thread::yield();
      ended = true;
    });
    throw std::runtime_error("between");
  };
  BOOST_CHECK_THROW(start_two(), std::runtime_error);
  BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE(a_group_may_be_destroyed_when_wait_returns) {
  for (int i = 0; i < 200; ++i) {
    auto group = std::make_unique<wait_group>();
    group->add(1);
    boost::thread other([&] { group->done(); });
    group->wait();
    group.reset();
    other.join();
  }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(threads_and_memory)

BOOST_AUTO_TEST_CASE(no_thread_is_left_when_wait_returns) {
  const auto before = threads();
  wait_group group;
  for (int i = 0; i < 100; ++i) group.go([] {});
  group.wait();
  await_threads(before);
}

#if !RACELAB_EXECUTOR
BOOST_AUTO_TEST_CASE(no_thread_is_left_when_any_of_many_waits_returns) {
  const auto before = threads();
  wait_group group;
  std::atomic<int> ended{0};
  struct counts_at_exit {
    std::atomic<int>* count = nullptr;
    ~counts_at_exit() {
      if (count) ++*count;
    }
  };
  event start;
  for (int i = 0; i < 20; ++i) {
    group.go([&] {
      static thread_local counts_at_exit at_exit;
      at_exit.count = &ended;
      start.wait();
    });
  }
  std::atomic<int> right{0};
  boost::thread_group waiters;
  for (int i = 0; i < 5; ++i) {
    waiters.create_thread([&] {
      group.wait();
      if (ended == 20) ++right;
    });
  }
  start.set();
  waiters.join_all();
  BOOST_TEST(right == 5);
  await_threads(before);
}

#endif

BOOST_AUTO_TEST_CASE(functions_that_have_ended_hold_no_threads_before_wait) {
  wait_group group;
  const auto others = threads();
  const auto before = mappings();
  for (int i = 0; i < 2000; ++i) {
    group.go([] {});
    await_threads(others);
  }
  BOOST_TEST(mappings() < before + 100);
  group.wait();
}

BOOST_AUTO_TEST_CASE(many_may_go_and_wait_at_once) {
  wait_group group;
  std::atomic<int> ran{0};
  boost::thread_group users;
  for (int i = 0; i < 4; ++i) {
    users.create_thread([&] {
      for (int j = 0; j < 100; ++j) {
        std::atomic<bool> mine{false};
        group.go([&] {
          mine = true;
          ++ran;
        });
        group.wait();
        if (!mine) std::abort();
      }
    });
  }
  users.join_all();
  BOOST_TEST(ran == 400);
}

BOOST_AUTO_TEST_SUITE_END()
