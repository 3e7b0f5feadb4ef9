// Distributed under the Boost Software License, Version 1.0.
#include "concurrency/ticker.hpp"

#include "harness/tests/concurrency/event.hpp"
#include "harness/tests/concurrency/threads.hpp"
#include "harness/tests/concurrency/watched_thread.hpp"

#include <boost/test/unit_test.hpp>
#include <boost/thread/thread.hpp>

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <iterator>
#include <limits>
#include <memory>
#include <stdexcept>
#include <vector>

// Where a test has a tick it comes very soon, and nothing depends on when;
// where it has none the period is longer than any test. When exactly a ticker
// ticks is asked of its schedule, which is told the time.

namespace {

using namespace racelab;
using namespace std::chrono_literals;

constexpr auto soon = 1us;
constexpr auto in_a_year = 24h * 365;

// A number that others can wait for.
class counter {
 public:
  int operator++() {
    const int value = ++value_;
    value_.notify_all();
    return value;
  }
  operator int() const { return value_; }

  void await(int value) const {
    for (int now = value_; now < value; now = value_) value_.wait(now);
  }

 private:
  std::atomic<int> value_{0};
};

// Whether it ends the program by std::terminate, tried in a child process.
template <class F>
bool terminates(F function) {
  constexpr int terminated = 42;
  std::cout.flush();
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

const context background = context::background();

constexpr detail::monotonic_time at(std::chrono::nanoseconds time) {
  return detail::monotonic_time(time);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule)

BOOST_AUTO_TEST_CASE(the_first_tick_is_due_one_period_after_the_start) {
  detail::tick_schedule ticks(10ns, at(100ns));
  BOOST_TEST((ticks.next() == at(110ns)));
  BOOST_TEST(!ticks.take(at(100ns)));
  BOOST_TEST(!ticks.take(at(109ns)));
  BOOST_TEST(ticks.take(at(110ns)));
}

BOOST_AUTO_TEST_CASE(a_tick_is_taken_once) {
  detail::tick_schedule ticks(10ns, at(100ns));
  BOOST_TEST(ticks.take(at(110ns)));
  BOOST_TEST(!ticks.take(at(110ns)));
  BOOST_TEST(!ticks.take(at(119ns)));
  BOOST_TEST(ticks.take(at(120ns)));
}

BOOST_AUTO_TEST_CASE(who_is_late_finds_one_tick_and_drops_the_others) {
  detail::tick_schedule ticks(10ns, at(100ns));
  BOOST_TEST(ticks.take(at(157ns)));
  BOOST_TEST(!ticks.take(at(157ns)));
  BOOST_TEST(!ticks.take(at(159ns)));
  BOOST_TEST(ticks.take(at(160ns)));
}

BOOST_AUTO_TEST_CASE(being_late_does_not_shift_what_follows) {
  detail::tick_schedule ticks(10ns, at(100ns));
  for (const auto late : {0ns, 3ns, 9ns, 14ns, 1'000'000'001ns}) {
    const auto due = ticks.next();
    BOOST_TEST(ticks.take(due + late));
    BOOST_TEST((ticks.next() > due + late));
    BOOST_TEST((ticks.next() <= due + late + 10ns));
    BOOST_TEST(ticks.next().time_since_epoch().count() % 10 == 0);
  }
}

BOOST_AUTO_TEST_CASE(who_comes_as_the_next_tick_is_due_finds_one_all_the_same) {
  detail::tick_schedule ticks(10ns, at(100ns));
  BOOST_TEST(ticks.take(at(120ns)));
  BOOST_TEST((ticks.next() == at(130ns)));
}

BOOST_AUTO_TEST_CASE(a_tick_that_the_clock_cannot_reach_never_comes) {
  const auto longest = detail::monotonic_clock::duration::max();
  detail::tick_schedule never_first(longest, at(100ns));
  BOOST_TEST((never_first.next() == detail::never));
  BOOST_TEST(!never_first.take(detail::never));
  detail::tick_schedule never_second(longest - 200ns, at(100ns));
  BOOST_TEST(never_second.take(detail::never - 50ns));
  BOOST_TEST((never_second.next() == detail::never));
}

BOOST_AUTO_TEST_CASE(a_period_is_rounded_up_to_what_the_clock_can_do) {
  using picoseconds = std::chrono::duration<int, std::pico>;
  using seconds = std::chrono::duration<double>;
  const auto longest = detail::monotonic_clock::duration::max();
  BOOST_TEST((detail::tick_period(picoseconds(1)) == 1ns));
  BOOST_TEST((detail::tick_period(picoseconds(1001)) == 2ns));
  BOOST_TEST((detail::tick_period(seconds(0.5)) == 500ms));
  BOOST_TEST((detail::tick_period(std::chrono::hours::max()) == longest));
  BOOST_TEST((detail::tick_period(seconds(1e300)) == longest));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(waiting)

BOOST_AUTO_TEST_CASE(wait_returns_true_at_each_tick) {
  ticker ticks(soon);
  for (int i = 0; i < 100; ++i) BOOST_TEST_REQUIRE(ticks.wait(background));
}

BOOST_AUTO_TEST_CASE(a_period_that_is_not_positive_is_an_error) {
  BOOST_CHECK_THROW(ticker(0s), std::invalid_argument);
  BOOST_CHECK_THROW(ticker(-1ns), std::invalid_argument);
  BOOST_CHECK_THROW(ticker(std::chrono::duration<double>(
                        std::numeric_limits<double>::quiet_NaN())),
                    std::invalid_argument);
  BOOST_CHECK_THROW(tick_callback(0s, [] {}), std::invalid_argument);
  ticker ticks(soon);
  BOOST_CHECK_THROW(ticks.reset(0s), std::invalid_argument);
  BOOST_TEST(ticks.wait(background));
  tick_callback never(in_a_year, [] { std::abort(); });
  BOOST_CHECK_THROW(never.reset(-1h), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(wait_blocks_while_no_tick_is_due) {
  const auto limited = with_timeout(background, 1ms);
  ticker ticks(in_a_year);
  BOOST_TEST(!ticks.wait(limited.ctx));
  BOOST_CHECK_THROW(limited.ctx.throw_if_done(), deadline_exceeded);
}

BOOST_AUTO_TEST_CASE(wait_is_false_in_a_context_that_is_done) {
  const auto [ctx, cancel] = with_cancel(background);
  cancel();
  ticker ticks(soon);
  BOOST_TEST(ticks.wait(background));
  for (int i = 0; i < 10; ++i) BOOST_TEST(!ticks.wait(ctx));
  BOOST_TEST(ticks.wait(background));
}

BOOST_AUTO_TEST_CASE(a_cancel_ends_a_wait) {
  const auto [parent, cancel] = with_cancel(background);
  const auto limited = with_timeout(parent, in_a_year);
  ticker ticks(in_a_year);
  bool ticked = true;
  watched_thread other([&] { ticked = ticks.wait(limited.ctx); });
  other.await_blocked();
  cancel();
  other.join();
  BOOST_TEST(!ticked);
}

BOOST_AUTO_TEST_CASE(a_wait_with_a_deadline_needs_no_thread) {
  const auto before = threads();
  const auto limited = with_timeout(background, in_a_year);
  ticker ticks(1ms);
  for (int i = 0; i < 5; ++i) {
    BOOST_TEST(ticks.wait(limited.ctx));
    BOOST_TEST(threads() <= before);
  }
}

BOOST_AUTO_TEST_CASE(stop_ends_every_wait) {
  ticker ticks(in_a_year);
  std::atomic<int> ended{0};
  const auto wait = [&] {
    if (!ticks.wait(background)) ++ended;
  };
  watched_thread first(wait);
  watched_thread second(wait);
  first.await_blocked();
  second.await_blocked();
  ticks.stop();
  first.join();
  second.join();
  BOOST_TEST(ended == 2);
}

BOOST_AUTO_TEST_CASE(a_wait_after_stop_is_false_even_if_a_tick_was_due) {
  ticker ticks(soon);
  BOOST_TEST(ticks.wait(background));
  ticks.stop();
  ticks.stop();
  for (int i = 0; i < 100; ++i) BOOST_TEST_REQUIRE(!ticks.wait(background));
}

BOOST_AUTO_TEST_CASE(wait_is_an_interruption_point_and_leaves_the_ticker_well) {
  ticker ticks(in_a_year);
  bool interrupted = false;
  watched_thread other([&] {
    try {
      static_cast<void>(ticks.wait(background));
    } catch (const boost::thread_interrupted&) {
      interrupted = true;
    }
  });
  other.await_blocked();
  other.interrupt();
  other.join();
  BOOST_TEST(interrupted);
  ticks.reset(soon);
  BOOST_TEST(ticks.wait(background));
  ticks.stop();
  BOOST_TEST(!ticks.wait(background));
}

BOOST_AUTO_TEST_CASE(several_may_wait_for_the_same_ticks) {
  ticker ticks(soon);
  counter ticked;
  boost::thread_group waiters;
  for (int i = 0; i < 4; ++i) {
    waiters.create_thread([&] {
      while (ticks.wait(background)) ++ticked;
    });
  }
  ticked.await(100);
  ticks.stop();
  waiters.join_all();
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(resetting)

BOOST_AUTO_TEST_CASE(a_wait_goes_on_with_the_new_period) {
  ticker ticks(in_a_year);
  bool ticked = false;
  watched_thread other([&] { ticked = ticks.wait(background); });
  other.await_blocked();
  ticks.reset(soon);
  other.join();
  BOOST_TEST(ticked);
}

BOOST_AUTO_TEST_CASE(a_tick_that_was_due_is_dropped) {
  ticker ticks(1ns);
  BOOST_TEST(ticks.wait(background));
  ticks.reset(in_a_year);
  BOOST_TEST(!ticks.wait(with_timeout(background, 1ms).ctx));
}

BOOST_AUTO_TEST_CASE(a_stopped_ticker_stays_stopped) {
  ticker ticks(soon);
  ticks.stop();
  ticks.reset(soon);
  BOOST_TEST(!ticks.wait(background));
}

BOOST_AUTO_TEST_CASE(resets_stops_and_waits_may_come_at_once) {
  for (int i = 0; i < 20; ++i) {
    ticker ticks(in_a_year);
    counter ticked;
    boost::thread_group users;
    for (int j = 0; j < 2; ++j) {
      users.create_thread([&] {
        while (ticks.wait(background)) ++ticked;
      });
      users.create_thread([&, j] {
        for (int k = 0; k < 20; ++k) ticks.reset(k % 2 == j ? 1h : 1ns);
        ticks.reset(soon);
      });
    }
    ticked.await(3);
    ticks.stop();
    users.join_all();
    BOOST_TEST(!ticks.wait(background));
  }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(callback)

BOOST_AUTO_TEST_CASE(a_callback_is_called_at_each_tick_by_one_other_thread) {
  std::vector<boost::thread::id> callers;
  counter called;
  tick_callback ticks(soon, [&] {
    callers.push_back(boost::this_thread::get_id());
    ++called;
  });
  called.await(10);
  ticks.stop();
  BOOST_TEST(callers.size() >= 10u);
  BOOST_TEST((callers.front() != boost::this_thread::get_id()));
  for (const auto& caller : callers) BOOST_TEST((caller == callers.front()));
}

BOOST_AUTO_TEST_CASE(stop_waits_for_the_callback_that_runs) {
  event running;
  bool over = false;
  tick_callback ticks(soon, [&] {
    running.set();
    for (int i = 0; i < 100; ++i) boost::this_thread::yield();
    over = true;
  });
  running.wait();
  ticks.stop();
  BOOST_TEST(over);
}

BOOST_AUTO_TEST_CASE(no_callback_runs_after_stop) {
  for (int i = 0; i < 50; ++i) {
    std::atomic<bool> stopped{false};
    counter called;
    tick_callback ticks(1ns, [&] {
      if (stopped) std::abort();
      ++called;
    });
    called.await(1);
    ticks.stop();
    stopped = true;
    ticks.reset(1ns);
    ticks.stop();
  }
}

BOOST_AUTO_TEST_CASE(
    a_callback_that_is_stopped_before_its_first_tick_never_runs) {
  tick_callback ticks(in_a_year, [] { std::abort(); });
  ticks.stop();
  ticks.reset(1ns);
}

BOOST_AUTO_TEST_CASE(all_who_stop_at_once_wait_for_the_callback) {
  event running;
  event end;
  bool over = false;
  tick_callback ticks(soon, [&] {
    running.set();
    end.wait();
    over = true;
  });
  running.wait();
  std::atomic<int> right{0};
  const auto stop = [&] {
    ticks.stop();
    if (over) ++right;
  };
  watched_thread first(stop);
  watched_thread second(stop);
  first.await_blocked();
  second.await_blocked();
  end.set();
  first.join();
  second.join();
  BOOST_TEST(right == 2);
}

BOOST_AUTO_TEST_CASE(a_callback_may_stop_itself_and_is_called_no_more) {
  int called = 0;
  tick_callback* self = nullptr;
  event known;
  event over;
  tick_callback ticks(soon, [&] {
    known.wait();
    ++called;
    self->stop();
    self->stop();
    over.set();
  });
  self = &ticks;
  known.set();
  over.wait();
  ticks.stop();
  BOOST_TEST(called == 1);
}

BOOST_AUTO_TEST_CASE(a_callback_may_reset_itself) {
  tick_callback* self = nullptr;
  event known;
  counter called;
  tick_callback ticks(soon, [&] {
    known.wait();
    if (++called == 3) self->reset(in_a_year);
    if (called > 3) std::abort();
  });
  self = &ticks;
  known.set();
  called.await(3);
  ticks.stop();
  BOOST_TEST(called == 3);
}

BOOST_AUTO_TEST_CASE(a_reset_starts_a_callback_that_was_far_off) {
  counter called;
  tick_callback ticks(in_a_year, [&] { ++called; });
  ticks.reset(soon);
  called.await(3);
}

BOOST_AUTO_TEST_CASE(stop_is_no_interruption_point) {
  event running;
  event end;
  tick_callback ticks(soon, [&] {
    running.set();
    end.wait();
  });
  running.wait();
  watched_thread other([&] { ticks.stop(); });
  other.await_blocked();
  other.interrupt();
  other.await_blocked();
  BOOST_TEST(!other.returned());
  end.set();
}

BOOST_AUTO_TEST_CASE(the_destructor_stops_and_no_thread_is_left) {
  const auto before = threads();
  counter called;
  {
    tick_callback ticks(soon, [&] { ++called; });
    tick_callback never(in_a_year, [] { std::abort(); });
    called.await(1);
  }
  await_threads(before);
}

BOOST_AUTO_TEST_CASE(a_callback_may_be_move_only_and_dies_with_its_ticker) {
  const auto watched = std::make_shared<counter>();
  {
    tick_callback ticks(soon, [owned = std::make_unique<int>(0), watched] {
      ++*owned;
      ++*watched;
    });
    watched->await(3);
    ticks.stop();
    BOOST_TEST(watched.use_count() == 2);
  }
  BOOST_TEST(watched.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_callback_that_throws_ends_the_program) {
  BOOST_TEST(terminates([] {
    const tick_callback ticks(soon, [] { throw std::runtime_error("tick"); });
    background.wait();
  }));
}

BOOST_AUTO_TEST_CASE(a_callback_that_destroys_its_ticker_ends_the_program) {
  BOOST_TEST(terminates([] {
    static std::unique_ptr<tick_callback> ticks;
    static event known;
    ticks = std::make_unique<tick_callback>(soon, [] {
      known.wait();
      ticks.reset();
    });
    known.set();
    background.wait();
  }));
}

BOOST_AUTO_TEST_CASE(a_thread_that_cannot_be_had_is_an_error) {
  pthread_attr_t usual;
  pthread_attr_t absurd;
  BOOST_REQUIRE(pthread_getattr_default_np(&usual) == 0);
  pthread_attr_init(&absurd);
  pthread_attr_setstacksize(&absurd, std::size_t{1} << 46);
  BOOST_REQUIRE(pthread_setattr_default_np(&absurd) == 0);
  BOOST_CHECK_THROW(tick_callback(soon, [] { std::abort(); }),
                    boost::thread_resource_error);
  BOOST_REQUIRE(pthread_setattr_default_np(&usual) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
