// Distributed under the Boost Software License, Version 1.0.
#include "concurrency/errgroup.hpp"

#include "harness/tests/concurrency/event.hpp"
#include "harness/tests/concurrency/threads.hpp"

#include <boost/test/unit_test.hpp>
#include <boost/thread/thread.hpp>

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// The counterparts of golang.org/x/sync/errgroup's own tests, by behaviour,
// and what those leave untested.

namespace {

using namespace racelab;
using namespace std::chrono_literals;

std::string message(const std::exception_ptr& error) {
  if (!error) return "";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& caught) {
    return caught.what();
  }
}

// What wait throws, or "" if it does not.
std::string error_of(errgroup& group) {
  try {
    group.wait();
    return "";
  } catch (const std::exception& caught) {
    return caught.what();
  }
}

// A task that ends by that error, or well if it is empty.
auto ending_in(const std::string& error) {
  return [error] {
    if (!error.empty()) throw std::runtime_error(error);
  };
}

const std::vector<std::vector<std::string>> error_sequences = {
    {}, {""}, {"1"}, {"1", ""}, {"1", "", "2"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(go_s_own_tests)

BOOST_AUTO_TEST_CASE(three_searches_at_once_give_three_results) {
  const auto search = [](const std::string& kind) {
    return kind + " result for \"golang\"";
  };
  const std::vector<std::string> kinds = {"web", "image", "video"};
  std::vector<std::string> results(kinds.size());
  auto group = errgroup::with_context(context::background());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    group.go([&, i] { results[i] = search(kinds[i]); });
  }
  group.wait();
  const std::vector<std::string> expected = {"web result for \"golang\"",
                                             "image result for \"golang\"",
                                             "video result for \"golang\""};
  BOOST_TEST(results == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_group_without_context_keeps_its_first_error) {
  for (const auto& errors : error_sequences) {
    errgroup group;
    std::string first;
    for (const std::string& error : errors) {
      group.go(ending_in(error));
      if (first.empty()) first = error;
      BOOST_TEST(error_of(group) == first);
    }
    BOOST_TEST(!group.context().done());
  }
}

BOOST_AUTO_TEST_CASE(wait_cancels_the_context_with_or_without_error) {
  for (const auto& errors : error_sequences) {
    auto group = errgroup::with_context(context::background());
    for (const std::string& error : errors) {
      if (error != "2") group.go(ending_in(error));
    }
    BOOST_TEST(!(errors.empty() && group.context().done()));
    const bool fails = std::count(errors.begin(), errors.end(), "1") > 0;
    BOOST_TEST(error_of(group) == (fails ? "1" : ""));
    BOOST_TEST(group.context().done());
    BOOST_CHECK_THROW(group.context().throw_if_done(), canceled);
  }
}

BOOST_AUTO_TEST_CASE(try_go_starts_as_many_as_the_limit_allows) {
  constexpr int limit = 42;
  errgroup group;
  group.set_limit(limit);
  event end;
  const auto task = [&] { end.wait(); };
  for (int i = 0; i < limit; ++i) BOOST_TEST(group.try_go(task));
  BOOST_TEST(!group.try_go(task));
  end.set();
  group.wait();
  BOOST_TEST(group.try_go(task));
  group.wait();
}

BOOST_AUTO_TEST_CASE(the_limit_may_be_changed_between_tasks) {
  errgroup group;
  for (const int limit : {5, 1, 3}) {
    group.set_limit(limit);
    event end;
    const auto task = [&] { end.wait(); };
    for (int i = 0; i < limit; ++i) BOOST_TEST(group.try_go(task));
    BOOST_TEST(!group.try_go(task));
    end.set();
    group.wait();
  }
}

BOOST_AUTO_TEST_CASE(a_limit_of_zero_starts_nothing) {
  errgroup group;
  group.set_limit(0);
  for (int i = 0; i < 1 << 10; ++i) {
    BOOST_TEST(!group.try_go([] { std::abort(); }));
  }
  group.wait();
}

BOOST_AUTO_TEST_CASE(no_more_tasks_than_the_limit_run_at_once) {
  constexpr int limit = 10;
  errgroup group;
  group.set_limit(limit);
  std::atomic<int> active{0};
  for (int i = 0; i <= 1 << 10; ++i) {
    group.go([&] {
      if (++active > limit) throw std::runtime_error("too many");
      boost::this_thread::yield();
      --active;
    });
  }
  BOOST_TEST(error_of(group) == "");
}

BOOST_AUTO_TEST_CASE(the_error_is_the_cause_of_the_cancellation) {
  for (const auto& errors : error_sequences) {
    auto group = errgroup::with_context(context::background());
    bool fails = false;
    for (const std::string& error : errors) {
      if (error == "2") continue;
      fails = fails || error == "1";
      BOOST_TEST(group.try_go(ending_in(error)));
    }
    BOOST_TEST(error_of(group) == (fails ? "1" : ""));
    BOOST_TEST(message(group.context().cause()) ==
               (fails ? "1" : "context canceled"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(the_first_error_in_time_wins_whatever_the_order_of_go) {
  auto group = errgroup::with_context(context::background());
  group.go([&] {
    group.context().wait();
    throw std::runtime_error("second");
  });
  group.go(ending_in("first"));
  BOOST_TEST(error_of(group) == "first");
  BOOST_TEST(message(group.context().cause()) == "first");
}

BOOST_AUTO_TEST_CASE(the_first_error_cancels_the_siblings_before_wait) {
  auto group = errgroup::with_context(context::background());
  std::string seen;
  group.go([&] {
    if (group.context().sleep_for(10000h)) std::abort();
    seen = message(group.context().err());
  });
  group.go(ending_in("error"));
  BOOST_TEST(error_of(group) == "error");
  BOOST_TEST(seen == "context canceled");
}

BOOST_AUTO_TEST_CASE(without_a_context_an_error_cancels_nothing) {
  errgroup group;
  event failed;
  group.go(ending_in("error"));
  group.go([&] { failed.wait(); });
  BOOST_TEST(!group.context().done());
  failed.set();
  BOOST_TEST(error_of(group) == "error");
  BOOST_TEST(!group.context().done());
}

BOOST_AUTO_TEST_CASE(wait_returns_only_when_every_task_has) {
  auto group = errgroup::with_context(context::background());
  std::atomic<int> ended{0};
  for (int i = 0; i < 20; ++i) {
    group.go([&] {
      group.context().wait();
      boost::this_thread::yield();
      ++ended;
    });
  }
  group.go(ending_in("error"));
  BOOST_TEST(error_of(group) == "error");
  BOOST_TEST(ended == 20);
}

BOOST_AUTO_TEST_CASE(anything_may_be_thrown) {
  auto group = errgroup::with_context(context::background());
  group.go([] { throw 42; });
  BOOST_CHECK_EXCEPTION(group.wait(), int, [](int i) { return i == 42; });
  BOOST_CHECK_THROW(std::rethrow_exception(group.context().cause()), int);

  struct unknown {};
  errgroup other;
  other.go([] { throw unknown(); });
  BOOST_CHECK_THROW(other.wait(), unknown);
}

BOOST_AUTO_TEST_CASE(a_second_wait_gives_the_same) {
  auto group = errgroup::with_context(context::background());
  group.go(ending_in("error"));
  BOOST_TEST(error_of(group) == "error");
  BOOST_TEST(error_of(group) == "error");
  errgroup well;
  well.go([] {});
  BOOST_TEST(error_of(well) == "");
  BOOST_TEST(error_of(well) == "");
}

BOOST_AUTO_TEST_CASE(all_who_wait_at_once_are_given_the_error) {
  auto group = errgroup::with_context(context::background());
  event fail;
  std::atomic<int> ended{0};
  for (int i = 0; i < 10; ++i) {
    group.go([&] {
      fail.wait();
      ++ended;
      throw std::runtime_error("error");
    });
  }
  std::atomic<int> right{0};
  boost::thread_group waiters;
  for (int i = 0; i < 5; ++i) {
    waiters.create_thread([&] {
      if (error_of(group) == "error" && ended == 10) ++right;
    });
  }
  fail.set();
  waiters.join_all();
  BOOST_TEST(right == 5);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(cancellation)

BOOST_AUTO_TEST_CASE(canceling_the_parent_cancels_the_group) {
  const auto [parent, cancel] = with_cancel_cause(context::background());
  auto group = errgroup::with_context(parent);
  group.go([&] {
    group.context().wait();
    group.context().throw_if_done();
  });
  cancel(std::make_exception_ptr(std::runtime_error("why")));
  BOOST_TEST(error_of(group) == "context canceled");
  BOOST_TEST(message(group.context().cause()) == "why");
}

BOOST_AUTO_TEST_CASE(a_task_still_runs_in_a_canceled_group) {
  const auto [parent, cancel] = with_cancel(context::background());
  cancel();
  auto group = errgroup::with_context(parent);
  bool canceled_seen = false;
  group.go([&] { canceled_seen = group.context().done(); });
  group.wait();
  BOOST_TEST(canceled_seen);
}

BOOST_AUTO_TEST_CASE(the_parents_deadline_holds_for_the_group) {
  const auto parent = with_timeout(context::background(), 2ms);
  auto group = errgroup::with_context(parent.ctx);
  group.go([&] {
    group.context().wait();
    group.context().throw_if_done();
  });
  BOOST_CHECK_THROW(group.wait(), deadline_exceeded);
}

BOOST_AUTO_TEST_CASE(a_groups_error_does_not_cancel_its_parent) {
  const auto [parent, cancel] = with_cancel(context::background());
  auto group = errgroup::with_context(parent);
  group.go(ending_in("error"));
  BOOST_TEST(error_of(group) == "error");
  BOOST_TEST(!parent.done());
}

BOOST_AUTO_TEST_CASE(groups_nest_and_errors_travel_outwards) {
  auto outer = errgroup::with_context(context::background());
  std::atomic<int> stopped{0};
  outer.go([&] {
    auto inner = errgroup::with_context(outer.context());
    inner.go([&] {
      inner.context().wait();
      ++stopped;
    });
    inner.go(ending_in("inner"));
    inner.wait();
  });
  outer.go([&] {
    auto inner = errgroup::with_context(outer.context());
    inner.go([&] {
      inner.context().wait();
      ++stopped;
    });
    inner.wait();
  });
  BOOST_TEST(error_of(outer) == "inner");
  BOOST_TEST(stopped == 2);
}

BOOST_AUTO_TEST_CASE(a_group_destroyed_without_wait_cancels_and_joins) {
  std::atomic<int> ended{0};
  const auto before = threads();
  {
    auto group = errgroup::with_context(context::background());
    for (int i = 0; i < 5; ++i) {
      group.go([&] {
        group.context().wait();
        ++ended;
        throw 42;
      });
    }
  }
  BOOST_TEST(ended == 5);
  await_threads(before);
}

BOOST_AUTO_TEST_CASE(an_exception_between_two_gos_ends_the_group) {
  std::atomic<int> ended{0};
  const auto start_two = [&] {
    auto group = errgroup::with_context(context::background());
    group.go([&] {
      group.context().wait();
      ++ended;
    });
    throw std::runtime_error("between");
  };
  BOOST_CHECK_THROW(start_two(), std::runtime_error);
  BOOST_TEST(ended == 1);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(starting)

BOOST_AUTO_TEST_CASE(go_after_wait_starts_again_in_a_canceled_context) {
  auto group = errgroup::with_context(context::background());
  group.go(ending_in("error"));
  BOOST_TEST(error_of(group) == "error");
  bool ran = false;
  group.go([&] { ran = group.context().done(); });
  BOOST_TEST(error_of(group) == "error");
  BOOST_TEST(ran);
}

BOOST_AUTO_TEST_CASE(a_task_may_start_tasks_in_its_own_group) {
  auto group = errgroup::with_context(context::background());
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

BOOST_AUTO_TEST_CASE(a_task_may_be_move_only_a_reference_or_a_function) {
  static std::atomic<int> ran;
  ran = 0;
  errgroup group;
  group.go([owned = std::make_unique<int>(1)] { ran += *owned; });
  const auto named = [] { ++ran; };
  group.go(named);
  group.go(std::ref(named));
  group.go(+[] { ++ran; });
  group.go([calls = 0]() mutable { ran += ++calls; });
  group.wait();
  BOOST_TEST(ran == 5);
}

BOOST_AUTO_TEST_CASE(a_task_is_destroyed_where_it_ran_before_wait_returns) {
  boost::thread::id ran_in;
  boost::thread::id destroyed_in;
  errgroup group;
  group.go([&, guard = std::unique_ptr<void, std::function<void(void*)>>(
                   &group, [&](void*) {
                     destroyed_in = boost::this_thread::get_id();
                   })] { ran_in = boost::this_thread::get_id(); });
  group.wait();
  BOOST_TEST((ran_in == destroyed_in));
  BOOST_TEST((ran_in != boost::thread::id()));
}

BOOST_AUTO_TEST_CASE(a_task_that_try_go_refuses_is_left_as_it_was) {
  errgroup group;
  group.set_limit(0);
  auto task = [owned = std::make_unique<int>(1)] {};
  BOOST_TEST(!group.try_go(std::move(task)));
  group.set_limit(1);
  BOOST_TEST(group.try_go(std::move(task)));
  group.wait();
}

BOOST_AUTO_TEST_CASE(a_task_that_cannot_be_copied_in_leaves_its_place_free) {
  struct uncopyable {
    uncopyable() = default;
    uncopyable(const uncopyable&) { throw std::runtime_error("copy"); }
    void operator()() const {}
  };
  errgroup group;
  group.set_limit(1);
  const uncopyable task;
  for (int i = 0; i < 3; ++i) BOOST_CHECK_THROW(group.go(task), std::exception);
  BOOST_TEST(group.try_go([] {}));
  BOOST_TEST(error_of(group) == "");
}

BOOST_AUTO_TEST_CASE(a_thread_that_cannot_be_had_leaves_the_group_as_it_was) {
  end_idle_threads();
  auto group = errgroup::with_context(context::background());
  group.set_limit(1);
  {
    const no_threads meanwhile;
    for (int i = 0; i < 3; ++i) {
      BOOST_CHECK_THROW(group.go([] {}), boost::thread_resource_error);
      BOOST_CHECK_THROW(static_cast<void>(group.try_go([] {})),
                        boost::thread_resource_error);
    }
  }
  BOOST_TEST(!group.context().done());
  bool ran = false;
  group.go([&] { ran = true; });
  BOOST_TEST(error_of(group) == "");
  BOOST_TEST(ran);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(go_blocks_at_the_limit_until_a_task_returns) {
  errgroup group;
  group.set_limit(1);
  event end;
  std::atomic<bool> first_ended{false};
  bool second_was_later = false;
  group.go([&] {
    end.wait();
    first_ended = true;
  });
  boost::thread releaser([&] { end.set(); });
  group.go([&] { second_was_later = first_ended; });
  group.wait();
  releaser.join();
  BOOST_TEST(second_was_later);
}

BOOST_AUTO_TEST_CASE(go_at_a_limit_of_zero_blocks_until_the_limit_is_raised) {
  errgroup group;
  group.set_limit(0);
  std::atomic<bool> ran{false};
  boost::thread starter([&] { group.go([&] { ran = true; }); });
  BOOST_TEST(!ran);
  group.set_limit(1);
  starter.join();
  group.wait();
  BOOST_TEST(ran);
}

BOOST_AUTO_TEST_CASE(go_at_the_limit_is_an_interruption_point) {
  errgroup group;
  group.set_limit(0);
  bool interrupted = false;
  boost::thread starter([&] {
    try {
      group.go([] { std::abort(); });
    } catch (const boost::thread_interrupted&) {
      interrupted = true;
    }
  });
  starter.interrupt();
  starter.join();
  group.wait();
  BOOST_TEST(interrupted);
}

// One may be chosen to go on just when he is interrupted.
BOOST_AUTO_TEST_CASE(who_is_interrupted_at_the_limit_takes_no_others_turn) {
  for (int round = 0; round < 1000; ++round) {
    errgroup group;
    group.set_limit(1);
    event end;
    std::atomic<int> starting{0};
    group.go([&] { end.wait(); });
    boost::thread interrupted([&] {
      ++starting;
      try {
        group.go([] {});
      } catch (const boost::thread_interrupted&) {
      }
    });
    boost::thread other([&] {
      ++starting;
      group.go([] {});
    });
    while (starting < 2) boost::this_thread::yield();
    end.set();
    for (int i = 0; i < round % 50; ++i) boost::this_thread::yield();
    interrupted.interrupt();
    interrupted.join();
    other.join();
    group.wait();
  }
}

BOOST_AUTO_TEST_CASE(a_limit_holds_when_many_threads_start_tasks) {
  constexpr int limit = 3;
  errgroup group;
  group.set_limit(limit);
  std::atomic<int> active{0};
  std::atomic<int> ran{0};
  std::atomic<bool> exceeded{false};
  const auto task = [&] {
    if (++active > limit) exceeded = true;
    boost::this_thread::yield();
    ++ran;
    --active;
  };
  std::atomic<int> refused{0};
  boost::thread_group starters;
  for (int i = 0; i < 8; ++i) {
    starters.create_thread([&, i] {
      for (int j = 0; j < 100; ++j) {
        if (i % 2 == 0) {
          group.go(task);
        } else if (!group.try_go(task)) {
          ++refused;
        }
      }
    });
  }
  starters.join_all();
  group.wait();
  BOOST_TEST(!exceeded);
  BOOST_TEST(ran + refused == 800);
}

BOOST_AUTO_TEST_CASE(a_negative_limit_means_none) {
  errgroup group;
  group.set_limit(1);
  group.set_limit(-1);
  event end;
  for (int i = 0; i < 50; ++i) BOOST_TEST(group.try_go([&] { end.wait(); }));
  end.set();
  group.wait();
}

BOOST_AUTO_TEST_CASE(changing_the_limit_while_tasks_run_changes_nothing) {
  errgroup group;
  group.set_limit(2);
  event end;
  group.go([&] { end.wait(); });
  for (const int limit : {-1, 0, 1, 2, 100}) {
    BOOST_CHECK_THROW(group.set_limit(limit), std::logic_error);
  }
  BOOST_TEST(group.try_go([&] { end.wait(); }));
  BOOST_TEST(!group.try_go([&] { end.wait(); }));
  end.set();
  group.wait();

  errgroup unlimited;
  event end_of_unlimited;
  unlimited.go([&] { end_of_unlimited.wait(); });
  BOOST_CHECK_THROW(unlimited.set_limit(1), std::logic_error);
  end_of_unlimited.set();
  unlimited.wait();
  BOOST_CHECK_NO_THROW(unlimited.set_limit(1));
}

BOOST_AUTO_TEST_CASE(a_failed_task_gives_its_place_back) {
  errgroup group;
  group.set_limit(1);
  for (int i = 0; i < 100; ++i) group.go(ending_in("error"));
  BOOST_TEST(error_of(group) == "error");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(threads_and_memory)

BOOST_AUTO_TEST_CASE(no_thread_is_left_when_wait_returns) {
  const auto before = threads();
  auto group = errgroup::with_context(context::background());
  for (int i = 0; i < 100; ++i) group.go([] {});
  group.wait();
  await_threads(before);
}

BOOST_AUTO_TEST_CASE(ended_tasks_of_a_running_group_hold_no_threads) {
  errgroup group;
  const auto others = threads();
  const auto before = mappings();
  for (int i = 0; i < 2000; ++i) {
    group.go([] {});
    await_threads(others);
  }
  BOOST_TEST(mappings() < before + 100);
  group.wait();
}

BOOST_AUTO_TEST_CASE(a_thousand_groups_run_at_once) {
  const auto [parent, cancel] = with_cancel(context::background());
  std::vector<std::unique_ptr<errgroup>> groups;
  std::atomic<int> ended{0};
  for (int i = 0; i < 1000; ++i) {
    groups.emplace_back(new errgroup(errgroup::with_context(parent)));
    const context& ctx = groups.back()->context();
    groups.back()->go([&ended, &ctx] {
      ctx.wait();
      ++ended;
      ctx.throw_if_done();
    });
  }
  cancel();
  for (const auto& group : groups) {
    BOOST_TEST_REQUIRE(error_of(*group) == "context canceled");
  }
  BOOST_TEST(ended == 1000);
}

BOOST_AUTO_TEST_SUITE_END()
