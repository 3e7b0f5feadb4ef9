// Distributed under the Boost Software License, Version 1.0.
#include "concurrency/context.hpp"

#include "harness/tests/concurrency/event.hpp"
#include "harness/tests/concurrency/threads.hpp"

#include <boost/test/unit_test.hpp>
#include <boost/thread/thread.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

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

const std::string is_canceled = "context canceled";
const std::string is_expired = "context deadline exceeded";

void check_alive(const context& ctx) {
  BOOST_TEST(!ctx.done());
  BOOST_TEST(!ctx.err());
  BOOST_TEST(!ctx.cause());
  BOOST_CHECK_NO_THROW(ctx.throw_if_done());
}

void check_done(const context& ctx, const std::string& err,
                const std::string& cause) {
  BOOST_TEST(ctx.done());
  BOOST_TEST(message(ctx.err()) == err);
  BOOST_TEST(message(ctx.cause()) == cause);
  BOOST_CHECK_THROW(ctx.throw_if_done(), canceled);
}

std::exception_ptr error(const std::string& text) {
  return std::make_exception_ptr(std::runtime_error(text));
}

struct user_name {
  using value_type = std::string;
};
struct trace_id {
  using value_type = std::string;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(cancellation)

BOOST_AUTO_TEST_CASE(background_is_never_done) {
  const context root = context::background();
  check_alive(root);
  BOOST_TEST(!root.deadline());
  BOOST_TEST(root.sleep_for(1ns));
  BOOST_TEST(!root.stop_token().stop_possible());
  BOOST_TEST(root.value<user_name>() == nullptr);
}

BOOST_AUTO_TEST_CASE(a_context_is_alive_until_it_is_canceled) {
  const auto [ctx, cancel] = with_cancel(context::background());
  check_alive(ctx);
  cancel();
  check_done(ctx, is_canceled, is_canceled);
}

BOOST_AUTO_TEST_CASE(canceling_reaches_every_descendant) {
  const auto [parent, cancel] = with_cancel(context::background());
  const auto child = with_cancel(parent);
  const context value = with_value<user_name>(parent, "ann");
  const auto timed = with_timeout(value, 10000h);
  const auto grandchild = with_cancel_cause(child.ctx);
  cancel();
  for (const context& each :
       {parent, child.ctx, value, timed.ctx, grandchild.ctx}) {
    check_done(each, is_canceled, is_canceled);
  }
}

BOOST_AUTO_TEST_CASE(canceling_a_child_leaves_parent_and_sibling_alone) {
  const auto [parent, cancel_parent] = with_cancel(context::background());
  const auto sibling = with_cancel(parent);
  const auto child = with_cancel(parent);
  child.cancel();
  check_done(child.ctx, is_canceled, is_canceled);
  check_alive(parent);
  check_alive(sibling.ctx);
  cancel_parent();
  check_done(sibling.ctx, is_canceled, is_canceled);
}

BOOST_AUTO_TEST_CASE(a_child_of_a_canceled_parent_is_born_canceled) {
  const auto [parent, cancel] = with_cancel_cause(context::background());
  cancel(error("why"));
  const context value = with_value<user_name>(parent, "ann");
  check_done(with_cancel(value).ctx, is_canceled, "why");
  check_done(with_timeout(parent, 1h).ctx, is_canceled, "why");
  check_done(with_cancel(with_cancel(parent).ctx).ctx, is_canceled, "why");
}

BOOST_AUTO_TEST_CASE(the_first_cause_wins) {
  const auto [ctx, cancel] = with_cancel_cause(context::background());
  cancel(error("first"));
  cancel(error("second"));
  cancel(nullptr);
  check_done(ctx, is_canceled, "first");
}

BOOST_AUTO_TEST_CASE(a_null_cause_is_plain_canceled) {
  const auto [ctx, cancel] = with_cancel_cause(context::background());
  cancel(nullptr);
  cancel(error("late"));
  check_done(ctx, is_canceled, is_canceled);
}

BOOST_AUTO_TEST_CASE(the_cause_reaches_descendants_but_not_over_their_own) {
  const auto [parent, cancel] = with_cancel_cause(context::background());
  const auto heir = with_cancel(parent);
  const auto own = with_cancel_cause(parent);
  const auto below_own = with_cancel(own.ctx);
  own.cancel(error("own"));
  cancel(error("inherited"));
  check_done(heir.ctx, is_canceled, "inherited");
  check_done(own.ctx, is_canceled, "own");
  check_done(below_own.ctx, is_canceled, "own");
}

BOOST_AUTO_TEST_CASE(cancel_may_be_copied_and_called_again_by_any_thread) {
  const auto tree = with_cancel(context::background());
  const std::function<void()> copy = tree.cancel;
  boost::thread other(copy);
  copy();
  other.join();
  tree.cancel();
  check_done(tree.ctx, is_canceled, is_canceled);
}

BOOST_AUTO_TEST_CASE(a_handle_outlives_what_it_was_derived_from) {
  std::optional<cancellable> parent = with_cancel(context::background());
  const context child =
      with_value<user_name>(with_cancel(parent->ctx).ctx, "ann");
  const cancel_function cancel = parent->cancel;
  parent.reset();
  check_alive(child);
  cancel();
  check_done(child, is_canceled, is_canceled);
  BOOST_TEST(*child.value<user_name>() == "ann");
}

BOOST_AUTO_TEST_CASE(many_may_cancel_a_tree_at_once) {
  const auto root = with_cancel(context::background());
  std::vector<cancellable> tree{root};
  for (std::size_t parent = 0; tree.size() < 100; ++parent) {
    for (int i = 0; i < 4; ++i) {
      const cancellable child = with_cancel(tree[parent].ctx);
      tree.push_back(child);
    }
  }
  boost::thread_group cancelers;
  for (const cancellable& each : tree) cancelers.create_thread(each.cancel);
  for (const cancellable& each : tree) each.ctx.wait();
  cancelers.join_all();
  for (const cancellable& each : tree) {
    check_done(each.ctx, is_canceled, is_canceled);
  }
}

BOOST_AUTO_TEST_CASE(a_callback_may_drop_a_child_that_is_canceled_next) {
  const auto parent = with_cancel(context::background());
  const auto first = with_cancel(parent.ctx);
  std::optional<cancellable> second = with_cancel(parent.ctx);
  const auto third = with_cancel(parent.ctx);
  const auto dropping = after_cancel(first.ctx, [&second] { second.reset(); });
  parent.cancel();
  BOOST_TEST(!second);
  check_done(third.ctx, is_canceled, is_canceled);
}

// Who cancels second is not told when the first is through with what is
// derived; what is derived after its call is done from the start.
BOOST_AUTO_TEST_CASE(children_may_come_and_go_while_the_parent_is_canceled) {
  for (int round = 0; round < 50; ++round) {
    const auto parent = with_cancel(context::background());
    std::vector<context> alive_before(3, context::background());
    std::atomic<int> alive_after{0};
    boost::thread_group users;
    for (context& before : alive_before) {
      users.create_thread([&parent, &before, &alive_after] {
        for (int j = 0; j < 20; ++j) {
          const auto child = with_timeout(parent.ctx, 1h);
          const auto grandchild = with_cancel(child.ctx);
          if (j % 2 == 0) child.cancel();
          if (j == 9) {
            before = grandchild.ctx;
            parent.cancel();
          }
          if (j > 9 && !grandchild.ctx.done()) ++alive_after;
        }
      });
    }
    users.join_all();
    for (const context& before : alive_before) BOOST_TEST(before.done());
    BOOST_TEST(alive_after == 0);
  }
}

BOOST_AUTO_TEST_CASE(all_that_is_derived_is_done_before_the_first_callback) {
  const auto parent = with_cancel(context::background());
  const auto child = with_cancel(parent.ctx);
  const auto grandchild = with_cancel(child.ctx);
  int calls = 0;
  const auto see = [&] {
    ++calls;
    parent.cancel();
    for (const cancellable* each : {&parent, &child, &grandchild}) {
      check_done(each->ctx, is_canceled, is_canceled);
    }
  };
  const cancel_callback of_parent = after_cancel(parent.ctx, see);
  const cancel_callback of_child = after_cancel(child.ctx, see);
  child.cancel();
  BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(a_callback_may_wait_for_who_waits_for_what_is_derived) {
  const auto parent = with_cancel(context::background());
  const auto child = with_cancel(parent.ctx);
  boost::thread waiting([&] { child.ctx.wait(); });
  const cancel_callback joining =
      after_cancel(parent.ctx, [&] { waiting.join(); });
  parent.cancel();
  BOOST_TEST(!waiting.joinable());
}

BOOST_AUTO_TEST_CASE(a_cancel_leaves_nothing_to_one_further_down) {
  for (int round = 0; round < 300; ++round) {
    const auto parent = with_cancel(context::background());
    const auto child = with_cancel(parent.ctx);
    std::vector<cancellable> grandchildren;
    while (grandchildren.size() < 100) {
      grandchildren.push_back(with_cancel(child.ctx));
    }
    std::atomic<bool> go_on{false};
    boost::thread other([&] {
      go_on = true;
      child.cancel();
    });
    while (!go_on) boost::this_thread::yield();
    parent.cancel();
    for (const cancellable& each : grandchildren) {
      BOOST_TEST(each.ctx.done());
    }
    other.join();
  }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(deadlines)

BOOST_AUTO_TEST_CASE(a_deadline_in_the_past_is_exceeded_at_once) {
  const auto now = context::clock::now();
  for (const auto deadline : {now, now - 1ms, context::time_point::min()}) {
    check_done(with_deadline(context::background(), deadline).ctx, is_expired,
               is_expired);
  }
  check_done(with_timeout(context::background(), -1h).ctx, is_expired,
             is_expired);
}

BOOST_AUTO_TEST_CASE(a_deadline_exceeded_is_a_canceled) {
  const auto [ctx, cancel] = with_timeout(context::background(), 0s);
  BOOST_CHECK_THROW(ctx.throw_if_done(), deadline_exceeded);
  BOOST_CHECK_THROW(ctx.throw_if_done(), canceled);
}

BOOST_AUTO_TEST_CASE(wait_returns_at_the_deadline_and_not_before) {
  const auto deadline = context::clock::now() + 2ms;
  const auto [ctx, cancel] = with_deadline(context::background(), deadline);
  const auto child = with_cancel(ctx);
  child.ctx.wait();
  BOOST_TEST((context::clock::now() >= deadline));
  check_done(child.ctx, is_expired, is_expired);
}

BOOST_AUTO_TEST_CASE(the_earliest_deadline_wins) {
  const auto soon = context::clock::now() + 1h;
  const auto parent = with_deadline(context::background(), soon);
  BOOST_TEST(
      (with_deadline(parent.ctx, soon + 1h).ctx.deadline().value() == soon));
  BOOST_TEST((with_deadline(parent.ctx, soon - 1min).ctx.deadline().value() ==
              soon - 1min));
  BOOST_TEST((with_cancel(parent.ctx).ctx.deadline().value() == soon));
  BOOST_TEST(
      (with_value<user_name>(parent.ctx, "").deadline().value() == soon));
  BOOST_TEST(!with_cancel(context::background()).ctx.deadline());
}

BOOST_AUTO_TEST_CASE(a_cancel_before_the_deadline_wins) {
  const auto [ctx, cancel] = with_timeout(context::background(), 1h);
  check_alive(ctx);
  cancel();
  check_done(ctx, is_canceled, is_canceled);
}

BOOST_AUTO_TEST_CASE(a_cancel_after_the_deadline_comes_too_late) {
  const auto [parent, cancel] = with_cancel_cause(context::background());
  const auto expired = with_timeout(parent, 0s);
  const auto child = with_cancel(expired.ctx);
  child.cancel();
  expired.cancel();
  cancel(error("late"));
  check_done(expired.ctx, is_expired, is_expired);
  check_done(child.ctx, is_expired, is_expired);
}

BOOST_AUTO_TEST_CASE(a_timeout_beyond_the_clock_never_comes) {
  using years = std::chrono::duration<long, std::ratio<31556952>>;
  for (const auto& tree :
       {with_timeout(context::background(), std::chrono::hours::max()),
        with_timeout(context::background(), years(1000)),
        with_timeout(context::background(), std::chrono::nanoseconds::max())}) {
    check_alive(tree.ctx);
    BOOST_TEST(!tree.ctx.deadline());
  }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(a_value_is_found_by_its_key_and_the_nearest_wins) {
  const context one = with_value<user_name>(context::background(), "ann");
  const context two = with_value<trace_id>(with_cancel(one).ctx, "4711");
  const context three = with_value<user_name>(two, "bob");
  BOOST_TEST(*one.value<user_name>() == "ann");
  BOOST_TEST(one.value<trace_id>() == nullptr);
  BOOST_TEST(*two.value<user_name>() == "ann");
  BOOST_TEST(*three.value<trace_id>() == "4711");
  BOOST_TEST(*three.value<user_name>() == "bob");
  BOOST_TEST(*with_timeout(three, 1h).ctx.value<user_name>() == "bob");
}

BOOST_AUTO_TEST_CASE(a_value_may_be_move_only_and_is_destroyed_once) {
  struct key {
    using value_type = std::shared_ptr<int>;
  };
  auto value = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = value;
  {
    const context ctx =
        with_value<key>(context::background(), std::move(value));
    const context copy = ctx;
    BOOST_TEST(watch.use_count() == 1);
  }
  BOOST_TEST(watch.expired());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(waiting)

BOOST_AUTO_TEST_CASE(a_sleep_that_is_not_disturbed_lasts_its_time) {
  const auto [ctx, cancel] = with_timeout(context::background(), 1h);
  for (const context& each : {ctx, context::background()}) {
    const auto until = context::clock::now() + 2ms;
    BOOST_TEST(each.sleep_until(until));
    BOOST_TEST((context::clock::now() >= until));
  }
}

BOOST_AUTO_TEST_CASE(a_sleep_ends_when_the_context_is_canceled) {
  const auto tree = with_cancel(context::background());
  std::atomic<int> disturbed{0};
  boost::thread_group sleepers;
  for (int i = 0; i < 3; ++i) {
    sleepers.create_thread([&] {
      if (!with_cancel(tree.ctx).ctx.sleep_for(10000h)) ++disturbed;
    });
  }
  tree.cancel();
  sleepers.join_all();
  BOOST_TEST(disturbed == 3);
}

BOOST_AUTO_TEST_CASE(a_sleep_in_a_done_context_returns_false_at_once) {
  const auto [ctx, cancel] = with_cancel(context::background());
  cancel();
  BOOST_TEST(!ctx.sleep_for(10000h));
  BOOST_TEST(!ctx.sleep_for(0s));
  BOOST_TEST(!with_timeout(context::background(), 0s).ctx.sleep_for(10000h));
}

BOOST_AUTO_TEST_CASE(a_sleep_that_reaches_the_deadline_returns_false) {
  const auto [ctx, cancel] = with_timeout(context::background(), 2ms);
  BOOST_TEST(!ctx.sleep_for(10000h));
  check_done(ctx, is_expired, is_expired);
}

BOOST_AUTO_TEST_CASE(a_sleep_is_an_interruption_point) {
  const auto tree = with_cancel(context::background());
  for (const context& each : {tree.ctx, context::background()}) {
    bool interrupted = false;
    boost::thread sleeper([&] {
      try {
        each.wait();
      } catch (const boost::thread_interrupted&) {
        interrupted = true;
      }
    });
    sleeper.interrupt();
    sleeper.join();
    BOOST_TEST(interrupted);
  }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(callbacks)

BOOST_AUTO_TEST_CASE(a_callback_runs_once_in_the_thread_that_cancels) {
  const auto [ctx, cancel] = with_cancel(context::background());
  const auto child = with_cancel(ctx);
  int calls = 0;
  boost::thread::id caller;
  const cancel_callback registration = after_cancel(child.ctx, [&] {
    ++calls;
    caller = boost::this_thread::get_id();
    BOOST_TEST(child.ctx.done());
  });
  BOOST_TEST(calls == 0);
  cancel();
  child.cancel();
  BOOST_TEST(calls == 1);
  BOOST_TEST((caller == boost::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(a_callback_on_a_done_context_runs_at_once) {
  const auto [ctx, cancel] = with_cancel(context::background());
  cancel();
  int calls = 0;
  cancel_callback registration = after_cancel(ctx, [&] { ++calls; });
  BOOST_TEST(calls == 1);
  BOOST_TEST(!registration.stop());
}

BOOST_AUTO_TEST_CASE(a_stopped_callback_does_not_run) {
  const auto [ctx, cancel] = with_cancel(context::background());
  int calls = 0;
  cancel_callback registration = after_cancel(ctx, [&] { ++calls; });
  BOOST_TEST(registration.stop());
  BOOST_TEST(!registration.stop());
  cancel();
  BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(stopping_a_callback_that_has_run_says_so) {
  const auto [ctx, cancel] = with_cancel(context::background());
  int calls = 0;
  cancel_callback registration = after_cancel(ctx, [&] { ++calls; });
  cancel();
  BOOST_TEST(!registration.stop());
  BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(a_destroyed_registration_does_not_call) {
  const auto [ctx, cancel] = with_cancel(context::background());
  int calls = 0;
  {
    const cancel_callback registration = after_cancel(ctx, [&] { ++calls; });
  }
  cancel();
  BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(a_moved_registration_is_still_registered) {
  const auto [ctx, cancel] = with_cancel(context::background());
  int first = 0;
  int second = 0;
  cancel_callback registration = after_cancel(ctx, [&] { ++first; });
  cancel_callback moved = std::move(registration);
  registration = after_cancel(ctx, [&] { ++second; });
  moved = std::move(registration);
  cancel();
  BOOST_TEST(first == 0);
  BOOST_TEST(second == 1);
}

BOOST_AUTO_TEST_CASE(a_background_never_calls) {
  cancel_callback registration =
      after_cancel(context::background(), [] { std::abort(); });
  BOOST_TEST(registration.stop());
  BOOST_TEST(!registration.stop());
}

BOOST_AUTO_TEST_CASE(destroying_a_registration_waits_for_its_callback) {
  const auto tree = with_cancel(context::background());
  std::atomic<bool> started{false};
  std::atomic<bool> go_on{false};
  bool ended = false;
  std::optional<cancel_callback> registration = after_cancel(tree.ctx, [&] {
    started = true;
    started.notify_all();
    go_on.wait(false);
    ended = true;
  });
  boost::thread canceler(tree.cancel);
  started.wait(false);
  BOOST_TEST(!registration->stop());
  boost::thread releaser([&] {
    go_on = true;
    go_on.notify_all();
  });
  registration.reset();
  BOOST_TEST(ended);
  canceler.join();
  releaser.join();
}

BOOST_AUTO_TEST_CASE(a_callback_may_destroy_its_own_registration) {
  const auto [ctx, cancel] = with_cancel(context::background());
  std::optional<cancel_callback> registration;
  bool ended = false;
  registration.emplace(after_cancel(ctx, [&] {
    registration.reset();
    ended = true;
  }));
  cancel();
  BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE(a_callback_may_destroy_what_calls_it) {
  struct session {
    cancellable all = with_cancel(context::background());
    std::optional<cancel_callback> registration;
  };
  auto mine = std::make_unique<session>();
  mine->registration.emplace(
      after_cancel(mine->all.ctx, [&mine] { mine.reset(); }));
  mine->all.cancel();
  BOOST_TEST(!mine);
}

// Also where its registration lives on: the canceler's hold on it may be the
// last one.
BOOST_AUTO_TEST_CASE(a_callback_is_destroyed_when_it_has_been_called) {
  const auto [ctx, cancel] = with_cancel(context::background());
  const auto used = std::make_shared<int>();
  const cancel_callback registration = after_cancel(ctx, [used] {});
  BOOST_TEST(used.use_count() == 2);
  cancel();
  BOOST_TEST(used.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_callback_may_use_the_context_and_cancel_others) {
  const auto tree = with_cancel_cause(context::background());
  const auto other = with_cancel(context::background());
  std::string cause;
  const cancel_callback outer = after_cancel(tree.ctx, [&] {
    other.cancel();
    const cancel_callback inner =
        after_cancel(tree.ctx, [&] { cause = message(tree.ctx.cause()); });
  });
  tree.cancel(error("why"));
  BOOST_TEST(cause == "why");
  check_done(other.ctx, is_canceled, is_canceled);
}

BOOST_AUTO_TEST_CASE(a_callback_may_be_move_only) {
  const auto [ctx, cancel] = with_cancel(context::background());
  int result = 0;
  const cancel_callback registration = after_cancel(
      ctx, [&, owned = std::make_unique<int>(42)] { result = *owned; });
  cancel();
  BOOST_TEST(result == 42);
}

BOOST_AUTO_TEST_CASE(a_stop_token_stops_with_the_context) {
  const auto [parent, cancel] = with_cancel(context::background());
  const context ctx = with_cancel(parent).ctx;
  const std::stop_token token = ctx.stop_token();
  BOOST_TEST((token == ctx.stop_token()));
  BOOST_TEST(token.stop_possible());
  BOOST_TEST(!token.stop_requested());
  int calls = 0;
  const std::stop_callback callback(token, [&] { ++calls; });
  cancel();
  BOOST_TEST(token.stop_requested());
  BOOST_TEST(calls == 1);
  BOOST_TEST(ctx.stop_token().stop_requested());
}

BOOST_AUTO_TEST_CASE(a_stop_token_of_a_done_context_is_stopped) {
  const auto [ctx, cancel] = with_cancel(context::background());
  cancel();
  BOOST_TEST(ctx.stop_token().stop_requested());
  BOOST_TEST(with_timeout(context::background(), 0s)
                 .ctx.stop_token()
                 .stop_requested());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(the_timer)

BOOST_AUTO_TEST_CASE(a_deadline_reaches_callbacks_and_stop_tokens) {
  const auto [ctx, cancel] = with_timeout(context::background(), 2ms);
  const std::stop_token token = ctx.stop_token();
  std::atomic<bool> called{false};
  std::atomic<bool> stopped{false};
  const cancel_callback registration = after_cancel(ctx, [&] {
    called = true;
    called.notify_all();
  });
  const std::stop_callback callback(token, [&] {
    stopped = true;
    stopped.notify_all();
  });
  called.wait(false);
  stopped.wait(false);
  check_done(ctx, is_expired, is_expired);
}

BOOST_AUTO_TEST_CASE(callbacks_of_a_descendant_are_called_at_its_deadline) {
  const auto parent = with_timeout(context::background(), 2ms);
  const auto child = with_timeout(parent.ctx, 1h);
  std::atomic<bool> called{false};
  const cancel_callback registration = after_cancel(child.ctx, [&] {
    called = true;
    called.notify_all();
  });
  called.wait(false);
  check_done(child.ctx, is_expired, is_expired);
}

BOOST_AUTO_TEST_CASE(deadlines_alone_start_no_thread) {
  await_threads(1);
  const auto [ctx, cancel] = with_timeout(context::background(), 1h);
  const auto child = with_timeout(ctx, 1min);
  const cancel_callback callback =
      after_cancel(with_cancel(context::background()).ctx, [] {});
  check_alive(child.ctx);
  BOOST_TEST(threads() == 1);
}

BOOST_AUTO_TEST_CASE(one_thread_serves_all_deadlines_and_ends_with_them) {
  await_threads(1);
  const auto one = with_timeout(context::background(), 1h);
  const auto two = with_timeout(context::background(), 2h);
  const auto three = with_timeout(context::background(), 3h);
  cancel_callback stopped = after_cancel(one.ctx, [] {});
  std::optional<cancel_callback> destroyed = after_cancel(two.ctx, [] {});
  const std::stop_token token = three.ctx.stop_token();
  BOOST_TEST(threads() == 2);
  BOOST_TEST(stopped.stop());
  destroyed.reset();
  BOOST_TEST(threads() == 2);
  three.cancel();
  await_threads(1);

  const cancel_callback again = after_cancel(one.ctx, [] {});
  BOOST_TEST(threads() == 2);
  one.cancel();
  await_threads(1);
}

BOOST_AUTO_TEST_CASE(the_timer_ends_when_the_last_context_is_dropped) {
  await_threads(1);
  {
    const context ctx = with_timeout(context::background(), 1h).ctx;
    const std::stop_token token = ctx.stop_token();
    BOOST_TEST(threads() == 2);
  }
  await_threads(1);
}

BOOST_AUTO_TEST_CASE(a_callback_that_blocks_the_timer_does_not_block_cancel) {
  const auto expiring = with_timeout(context::background(), 1ms);
  const auto other = with_timeout(context::background(), 1h);
  std::atomic<bool> canceled_other{false};
  std::atomic<bool> called{false};
  const cancel_callback unrelated = after_cancel(other.ctx, [] {});
  const cancel_callback blocking = after_cancel(expiring.ctx, [&] {
    called = true;
    called.notify_all();
    canceled_other.wait(false);
  });
  if (called) return;  // A slow machine: it ran here, and is over.
  called.wait(false);
  other.cancel();
  canceled_other = true;
  canceled_other.notify_all();
}

BOOST_AUTO_TEST_CASE(deadlines_are_pushed_in_their_order) {
  const auto start = context::clock::now();
  const auto late = with_deadline(context::background(), start + 4ms);
  const auto early = with_deadline(context::background(), start + 2ms);
  std::atomic<int> calls{0};
  std::atomic<bool> in_time{true};
  auto check = [&](context::time_point deadline) {
    if (context::clock::now() < deadline) in_time = false;
    ++calls;
    calls.notify_all();
  };
  const cancel_callback one =
      after_cancel(late.ctx, [&] { check(start + 4ms); });
  const cancel_callback two =
      after_cancel(early.ctx, [&] { check(start + 2ms); });
  for (int seen = calls; seen < 2; seen = calls) calls.wait(seen);
  BOOST_TEST(in_time);
}

// Would hang if the timer waited for the callback.
BOOST_AUTO_TEST_CASE(a_callback_that_blocks_holds_up_no_other_deadline) {
  const auto first = with_timeout(context::background(), 1ms);
  const auto second = with_timeout(context::background(), 2ms);
  event second_called;
  event first_returns;
  const cancel_callback blocks = after_cancel(first.ctx, [&] {
    second_called.wait();
    const auto third = with_timeout(context::background(), 1ms);
    event third_called;
    const cancel_callback own =
        after_cancel(third.ctx, [&] { third_called.set(); });
    third_called.wait();
    first_returns.set();
  });
  const cancel_callback releases =
      after_cancel(second.ctx, [&] { second_called.set(); });
  first_returns.wait();
}

BOOST_AUTO_TEST_CASE(a_child_process_has_deadlines_of_its_own) {
  const auto far = with_timeout(context::background(), 1h);
  const cancel_callback keeps_the_timer = after_cancel(far.ctx, [] {});
  const pid_t child = fork();
  BOOST_REQUIRE(child >= 0);
  if (child == 0) {
    const auto near = with_timeout(context::background(), 1ms);
    event called;
    const cancel_callback end = after_cancel(near.ctx, [&] { called.set(); });
    called.wait();
    std::_Exit(7);
  }
  int status = 0;
  BOOST_REQUIRE(waitpid(child, &status, 0) == child);
  BOOST_TEST(WEXITSTATUS(status) == 7);
}

BOOST_AUTO_TEST_SUITE_END()
