// Distributed under the Boost Software License, Version 1.0.
#include "concurrency/context.hpp"

#include "harness/tests/concurrency/threads.hpp"

#include <boost/test/unit_test.hpp>
#include <boost/thread/thread.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iterator>
#include <new>
#include <string>

// Counts what is alive, so that a test can tell whether memory grows.

namespace {
std::atomic<long> live_allocations{0};
}  // namespace

void* operator new(std::size_t size) {
  void* const memory = std::malloc(size ? size : 1);
  if (!memory) throw std::bad_alloc();
  ++live_allocations;
  return memory;
}
void operator delete(void* memory) noexcept {
  if (memory) --live_allocations;
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}

namespace {

using namespace racelab;
using namespace std::chrono_literals;

// The timer's thread, if an earlier test had one, frees what it holds.
void await_end_of_timer() { await_threads(1); }

struct user_name {
  using value_type = std::string;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_million_short_lived_children_do_not_grow_memory) {
  await_end_of_timer();
  const auto [parent, cancel_parent] = with_cancel(context::background());
  long highest = 0;
  const long before = live_allocations;
  for (int i = 0; i < 1000000; ++i) {
    const auto [child, cancel] = with_timeout(parent, 1h);
    if (i % 2 == 0) cancel();
    highest = std::max(highest, live_allocations - before);
  }
  BOOST_TEST(live_allocations == before);
  BOOST_TEST(highest < 10);
}

BOOST_AUTO_TEST_CASE(a_child_takes_no_memory_of_its_parents) {
  await_end_of_timer();
  const long before = live_allocations;
  const auto parent = with_cancel(context::background());
  const long of_one = live_allocations - before;
  const auto child = with_cancel(parent.ctx);
  BOOST_TEST(live_allocations - before == 2 * of_one);
}

BOOST_AUTO_TEST_CASE(a_million_callbacks_that_are_stopped_leave_nothing) {
  await_end_of_timer();
  const auto [ctx, cancel] = with_timeout(context::background(), 1h);
  const cancel_callback keeps_the_timer = after_cancel(ctx, [] {});
  const long before = live_allocations;
  for (int i = 0; i < 1000000; ++i) {
    const cancel_callback registration = after_cancel(ctx, [] {});
  }
  BOOST_TEST(live_allocations == before);
}

BOOST_AUTO_TEST_CASE(a_long_chain_is_canceled_and_freed_in_a_loop) {
  await_end_of_timer();
  const long before = live_allocations;
  {
    const auto root = with_cancel(context::background());
    context last = root.ctx;
    for (int i = 0; i < 200000; ++i) last = with_cancel(last).ctx;
    for (int i = 0; i < 200000; ++i) last = with_value<user_name>(last, "");
    BOOST_TEST(!last.done());
    root.cancel();
    BOOST_TEST(last.done());
  }
  BOOST_TEST(live_allocations == before);
}
