// Distributed under the Boost Software License, Version 1.0.
//
// Tasks of an executor that wait for one another, or for who waits for them: a
// wait that runs one of them itself must not be stuck with it. `order` chooses.
#include "harness/probe/probe.hpp"

#include "concurrency/errgroup.hpp"
#include "concurrency/wait_group.hpp"

#include <boost/thread/thread.hpp>

#include <atomic>
#include <cstddef>
#include <future>
#include <mutex>
#include <thread>

namespace {

using racelab::errgroup;

void expect(bool right, const char* what) {
  if (!right) racelab_wrong_result(what);
}

// Tells that a task is run by who waits for it.
void note_help(std::thread::id who_waits) {
  if (std::this_thread::get_id() != who_waits) return;
  const std::uint32_t call = racelab_call_begin(0, "helped");
  racelab_call_end(call, racelab::wire::call_outcome::answered, "");
}

void a_task_waits_for_the_next() {
  std::promise<void> done;
  errgroup group;
  group.go([told = done.get_future(), caller = std::this_thread::get_id()] {
    note_help(caller);
    told.wait();
  });
  group.go([&] { done.set_value(); });
  group.wait();
}

void a_task_waits_for_the_one_before() {
  std::promise<void> done;
  errgroup group;
  group.go([&] { done.set_value(); });
  group.go([told = done.get_future()] { told.wait(); });
  group.wait();
}

void tasks_take_the_lock_that_the_caller_had() {
  std::mutex mutex;
  int ran = 0;
  errgroup group;
  {
    const std::lock_guard lock(mutex);
    for (int i = 0; i < 2; ++i) {
      group.go([&] {
        const std::lock_guard own(mutex);
        ++ran;
      });
    }
  }
  group.wait();
  expect(ran == 2, "a task that has not run");
}

void a_task_waits_for_a_group_of_its_own() {
  std::atomic<int> ran = 0;
  errgroup outer;
  for (int i = 0; i < 2; ++i) {
    outer.go([&] {
      errgroup inner;
      inner.go([&] { ++ran; });
      inner.wait();
    });
  }
  outer.wait();
  expect(ran == 2, "a task that has not run");
}

void a_task_starts_another_of_its_group() {
  int ran = 0;
  errgroup group;
  group.go([&] { group.go([&] { ++ran; }); });
  group.wait();
  expect(ran == 1, "a task that has not run");
}

void a_place_is_waited_for() {
  std::atomic<int> running = 0;
  errgroup group;
  group.set_limit(1);
  for (int i = 0; i < 3; ++i) {
    group.go([&] {
      expect(++running == 1, "two tasks at once");
      --running;
    });
  }
  group.wait();
}

void two_wait_for_one_group() {
  std::promise<void> done;
  errgroup group;
  group.go([told = done.get_future()] { told.wait(); });
  std::thread other([&] { group.wait(); });
  group.go([&] { done.set_value(); });
  group.wait();
  other.join();
}

void an_error_is_thrown_by_a_task() {
  errgroup group = errgroup::with_context(racelab::context::background());
  group.go([] { throw 1; });
  group.go([&] { group.context().wait(); });
  bool thrown = false;
  try {
    group.wait();
  } catch (int) {
    thrown = true;
  }
  expect(thrown, "an error that is lost");
}

void what_is_done_wakes_who_waits() {
  std::promise<void> done;
  racelab::wait_group group;
  group.go([told = done.get_future()] { told.wait(); });
  group.go([&] { done.set_value(); });
  group.wait();
}

void two_tasks_meet_while_nobody_waits_for_them() {
  std::promise<void> one;
  std::promise<void> two;
  std::promise<void> met;
  errgroup group;
  group.go([&, other = two.get_future()] {
    one.set_value();
    other.wait();
  });
  group.go([&, other = one.get_future()] {
    two.set_value();
    other.wait();
    met.set_value();
  });
  met.get_future().wait();
  group.wait();
}

// For the test of this test: nobody but the task's caller could go on.
void a_task_waits_for_its_caller() {
  std::promise<void> done;
  errgroup group;
  group.go([told = done.get_future()] { told.wait(); });
  group.wait();
  done.set_value();
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  about->services = 1;
  about->unit = 10'000'000;
}

void racelab_scenario(const racelab::wire::environment* env) {
  constexpr void (*cases[])() = {a_task_waits_for_the_next,
                                 a_task_waits_for_the_one_before,
                                 tasks_take_the_lock_that_the_caller_had,
                                 a_task_waits_for_a_group_of_its_own,
                                 a_task_starts_another_of_its_group,
                                 a_place_is_waited_for,
                                 two_wait_for_one_group,
                                 an_error_is_thrown_by_a_task,
                                 what_is_done_wakes_who_waits,
                                 two_tasks_meet_while_nobody_waits_for_them,
                                 a_task_waits_for_its_caller};
  racelab_call_function(
      [](void* body) {
        // Only who has nearly all of a usual stack left runs others' tasks, and
        // ThreadSanitizer keeps much in a thread's stack.
        boost::thread::attributes with_room;
        with_room.set_stack_size(std::size_t{8} << 20U);
        boost::thread(with_room, reinterpret_cast<void (*)()>(body)).join();
        // A thread that is kept would belong to the next schedule.
        racelab::detail::executor::instance().end_idle_threads();
      },
      reinterpret_cast<void*>(cases[env->order]));
  racelab_outcome(false, "");
}
