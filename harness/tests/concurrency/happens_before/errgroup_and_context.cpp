// Distributed under the Boost Software License, Version 1.0.
//
// What an errgroup and a context order, and what they do not.
#include "concurrency/errgroup.hpp"
#include "harness/tests/concurrency/happens_before/subject.hpp"
#include "harness/tests/concurrency/happens_before/unseen.hpp"

#include <boost/thread/thread.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <utility>
#include <vector>

namespace racelab::happens_before_tests {
namespace {

using namespace std::chrono_literals;

// ------------------------------------------------- the edges of an errgroup

void go_precedes_the_task() {
  errgroup group;
  write_shared();
  group.go([] { read_shared(); });
  group.wait();
}

void try_go_precedes_the_task() {
  errgroup group;
  group.set_limit(1);
  write_shared();
  if (!group.try_go([] { read_shared(); })) std::abort();
  group.wait();
}

void a_task_precedes_the_return_of_wait() {
  errgroup group;
  group.go([] { write_shared(); });
  group.wait();
  write_shared();
}

task_end first_ended;

void every_task_precedes_the_return_of_wait() {
  static int slots[20];
  errgroup group;
  for (int& slot : slots) {
    group.go([&slot] { slot = 1; });
  }
  group.wait();
  for (int& slot : slots) slot = 2;
}

void a_task_that_ended_long_ago_precedes_the_return_of_wait() {
  errgroup group;
  group.go([] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
  });
  first_ended.wait();
  group.go([] {});
  group.wait();
  write_shared();
}

void a_task_precedes_the_return_of_a_second_wait() {
  static errgroup group;
  static unseen::event waited;
  stranger other([] {
    waited.wait();
    group.wait();
    write_shared();
  });
  group.go([] { write_shared(); });
  group.wait();
  waited.set();
}

void a_task_precedes_the_error_that_wait_throws() {
  struct error {
    int value;
  };
  errgroup group;
  group.go([] {
    write_shared();
    throw error{1};
  });
  try {
    group.wait();
  } catch (error& caught) {
    caught.value = 2;
    write_shared();
  }
}

void a_task_precedes_the_end_of_the_destructor() {
  {
    errgroup group;
    group.go([] { write_shared(); });
  }
  write_shared();
}

void the_destruction_of_a_task_precedes_the_return_of_wait() {
  errgroup group;
  group.go([bomb = writes_when_destroyed()] { static_cast<void>(bomb); });
  group.wait();
  write_shared();
}

#if !RACELAB_EXECUTOR
void the_end_of_a_tasks_thread_precedes_the_return_of_wait() {
  errgroup group;
  for (int i = 0; i < 3; ++i) {
    group.go([i] {
      static thread_local std::unique_ptr<writes_when_destroyed> at_exit;
      if (i == 0) at_exit = std::make_unique<writes_when_destroyed>();
    });
  }
  group.wait();
  write_shared();
}

#endif

void a_task_precedes_the_go_that_takes_its_place() {
  errgroup group;
  group.set_limit(1);
  for (int i = 0; i < 3; ++i) {
    group.go([] { write_shared(); });
  }
  group.wait();
}

// ------------------------------------------------- the edges of a context

// One thread writes and cancels, another sees it canceled and writes.
void canceled_as_seen_by(
    const std::function<void(const context&)>& block_until_seen) {
  static auto tree = with_cancel_cause(context::background());
  stranger canceler([] {
    write_shared();
    tree.cancel(std::make_exception_ptr(std::runtime_error("cause")));
  });
  stranger observer([block_until_seen] {
    const context seen = tree.ctx;
    block_until_seen(seen);
    write_shared();
  });
}

void done() {
  canceled_as_seen_by([](const context& ctx) {
    while (!ctx.done()) boost::this_thread::yield();
  });
}

void err() {
  canceled_as_seen_by([](const context& ctx) {
    while (!ctx.err()) boost::this_thread::yield();
  });
}

void cause() {
  canceled_as_seen_by([](const context& ctx) {
    while (!ctx.cause()) boost::this_thread::yield();
  });
}

void throw_if_done() {
  canceled_as_seen_by([](const context& ctx) {
    try {
      for (;; boost::this_thread::yield()) ctx.throw_if_done();
    } catch (const canceled&) {
    }
  });
}

void wait() {
  canceled_as_seen_by([](const context& ctx) { ctx.wait(); });
}

void sleep() {
  canceled_as_seen_by([](const context& ctx) {
    while (ctx.sleep_for(1h)) {
    }
  });
}

void stop_token() {
  canceled_as_seen_by([](const context& ctx) {
    const std::stop_token token = ctx.stop_token();
    while (!token.stop_requested()) boost::this_thread::yield();
  });
}

void a_callback() {
  canceled_as_seen_by([](const context& ctx) {
    static unseen::event seen;
    const cancel_callback announcement = after_cancel(ctx, [] { seen.set(); });
    seen.wait();
    const cancel_callback too_late = after_cancel(ctx, [] { write_shared(); });
  });
}

void a_descendant() {
  canceled_as_seen_by([](const context& ctx) {
    const auto [derived, cancel] = with_timeout(ctx, 1h);
    const auto [grandchild, ignored] = with_cancel(derived);
    grandchild.wait();
  });
}

void a_child_born_canceled() {
  canceled_as_seen_by([](const context& ctx) {
    static unseen::event seen;
    const cancel_callback announcement = after_cancel(ctx, [] { seen.set(); });
    seen.wait();
    const auto [child, cancel] = with_cancel(ctx);
    child.wait();
  });
}

void an_error_as_seen_by_a_sibling() {
  auto group = errgroup::with_context(context::background());
  group.go([] {
    write_shared();
    throw std::runtime_error("error");
  });
  group.go([&group] {
    group.context().wait();
    write_shared();
  });
  try {
    group.wait();
  } catch (const std::runtime_error&) {
  }
}

void registering_precedes_the_callback() {
  static auto tree = with_cancel(context::background());
  static unseen::event registered;
  stranger other([] {
    write_shared();
    static const cancel_callback registration =
        after_cancel(tree.ctx, [] { write_shared(); });
    registered.set();
  });
  registered.wait();
  tree.cancel();
}

// Registers callbacks with a context that has a deadline, and returns once the
// timer's thread has called them all. On a slow machine a deadline may pass
// while they are being registered; they are called then and there, which is
// not what is to be shown, and so it starts again with more time.
void called_by_the_timer(
    const std::function<std::vector<cancel_callback>(
        const context&, unseen::event& last_called)>& registered) {
  static unseen::event called[30];
  std::chrono::nanoseconds timeout = 1ms;
  for (unseen::event& last_called : called) {
    const auto [ctx, cancel] = with_timeout(context::background(), timeout);
    const auto registrations = registered(ctx, last_called);
    if (!ctx.done()) return last_called.wait();
    timeout *= 2;
  }
  std::abort();
}

void registering_precedes_the_callback_at_a_deadline() {
  called_by_the_timer([](const context& ctx, unseen::event& last_called) {
    write_shared();
    std::vector<cancel_callback> registered;
    registered.push_back(after_cancel(ctx, [&last_called] {
      write_shared();
      last_called.set();
    }));
    return registered;
  });
}

void a_callback_precedes_the_end_of_its_registration() {
  static auto tree = with_cancel(context::background());
  static unseen::event called;
  {
    const cancel_callback registration = after_cancel(tree.ctx, [] {
      called.set();
      write_shared();
    });
    static stranger canceler([] { tree.cancel(); });
    called.wait();
  }
  write_shared();
}

void the_last_owner_may_destroy_a_value() {
  struct key {
    using value_type = std::unique_ptr<int>;
  };
  static unseen::event read;
  static context holder =
      with_value<key>(context::background(), std::make_unique<int>(1));
  static context other_holder = holder;
  stranger other([] {
    if (**other_holder.value<key>() != 1) std::abort();
    other_holder = context::background();
    read.set();
  });
  read.wait();
  holder = context::background();
}

void the_last_owner_may_drop_a_stop_token() {
  static std::optional<cancellable> tree = with_cancel(context::background());
  static std::stop_token token = tree->ctx.stop_token();
  static unseen::event dropped;
  stranger other([] {
    dropped.wait();
    token = std::stop_token();
  });
  tree->cancel();
  tree.reset();
  dropped.set();
}

void a_requested_stop_precedes_the_end_of_its_context() {
  static std::optional<cancellable> tree = with_cancel(context::background());
  static std::optional<cancel_function> cancel = tree->cancel;
  static_cast<void>(tree->ctx.stop_token());
  static unseen::event canceled;
  stranger other([] {
    (*cancel)();
    cancel.reset();
    canceled.set();
  });
  canceled.wait();
  tree.reset();
}

// ------------------------------------------------- what orders nothing

struct value_key {
  using value_type = int;
};

void use_nothing(errgroup&) {}
void use_done(errgroup& group) {
  if (group.context().done()) std::abort();
}
void use_err(errgroup& group) {
  if (group.context().err()) std::abort();
}
void use_cause(errgroup& group) {
  if (group.context().cause()) std::abort();
}
void use_sleep(errgroup& group) { group.context().sleep_for(1ns); }
void use_copy(errgroup& group) {
  const context copy = group.context();
  if (copy.done()) std::abort();
}
void use_value(errgroup& group) {
  const context copy = group.context();
  if (*copy.value<value_key>() != 1) std::abort();
}
void use_child(errgroup& group) {
  const auto [ctx, cancel] = with_timeout(group.context(), 1h);
  cancel();
  if (!ctx.done()) std::abort();
}
void use_callback(errgroup& group) {
  const cancel_callback registration =
      after_cancel(group.context(), [] { std::abort(); });
}
void use_timer(errgroup& group) {
  const auto [ctx, cancel] = with_timeout(group.context(), 1h);
  const cancel_callback registration = after_cancel(ctx, [] { std::abort(); });
}
void use_go(errgroup& group) {
  group.go([] {});
}
void use_inner_group(errgroup& group) {
  auto inner = errgroup::with_context(group.context());
  inner.go([] {});
  inner.wait();
}

context parent_with_a_value() {
  return with_value<value_key>(with_cancel(context::background()).ctx, 1);
}

// The second task starts before, and goes on after, the first one's end.
template <void (*use)(errgroup&)>
void siblings() {
  auto group = errgroup::with_context(parent_with_a_value());
  group.go([&group] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
    use(group);
  });
  group.go([&group] {
    first_ended.wait();
    use(group);
    write_shared();
  });
  group.wait();
}

// The second task is started after the first one's end.
template <void (*use)(errgroup&)>
void a_finished_task_and_the_next_go() {
  auto group = errgroup::with_context(parent_with_a_value());
  group.go([&group] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
    use(group);
  });
  first_ended.wait();
  use(group);
  group.go([&group] {
    use(group);
    write_shared();
  });
  group.wait();
}

// No task at all between the end and the access: the one who calls go.
template <void (*use)(errgroup&)>
void a_finished_task_and_what_follows_go() {
  auto group = errgroup::with_context(parent_with_a_value());
  group.go([&group] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
    use(group);
  });
  first_ended.wait();
  use(group);
  group.go([] {});
  write_shared();
  group.wait();
}

// The third task gets what the C library kept of the first one's thread.
void a_task_and_one_that_later_runs_on_the_same_thread() {
  static task_end second_ended;
  static pthread_t first_thread;
  static bool same = false;
  errgroup group;
  group.go([] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    happens_before::bookkeeping unseen;
    first_thread = pthread_self();
    happens_before::seen access;
    write_shared();
  });
  first_ended.wait();
  group.go([] {
    [[maybe_unused]] const auto over = second_ended.is_of_this_task();
  });
  second_ended.wait();
  group.go([] {
    {
      happens_before::bookkeeping unseen;
      same = pthread_equal(pthread_self(), first_thread);
    }
    write_shared();
  });
  group.wait();
  if (!same) std::puts("ANOTHER THREAD");
}

void a_task_and_a_go_below_the_limit() {
  errgroup group;
  group.set_limit(2);
  group.go([] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
  });
  first_ended.wait();
  group.go([] { write_shared(); });
  group.wait();
}

void a_task_and_a_go_that_takes_anothers_place() {
  static task_end second_ended;
  errgroup group;
  group.set_limit(2);
  group.go(
      [] { [[maybe_unused]] const auto over = first_ended.is_of_this_task(); });
  first_ended.wait();
  group.go([] {
    [[maybe_unused]] const auto over = second_ended.is_of_this_task();
    write_shared();
  });
  second_ended.wait();
  group.go([] { write_shared(); });  // in the first one's place
  group.wait();
}

// The wait may run both of them. Here and below they take turns: of two
// writes at the very same moment ThreadSanitizer may see neither.
void two_tasks_and_a_wait_at_once() {
  static unseen::event written;
  errgroup group;
  group.go([] {
    write_shared();
    written.set();
  });
  group.go([] {
    written.wait();
    write_shared();
  });
  group.wait();
}

// The wait may run it.
void a_task_and_what_precedes_the_wait() {
  static unseen::event written;
  errgroup group;
  group.go([] {
    written.wait();
    write_shared();
  });
  write_shared();
  written.set();
  group.wait();
}

// The one wait may run both of them.
void tasks_of_two_groups_that_one_thread_waits_for() {
  static errgroup first;
  static errgroup second;
  static unseen::event both_started;
  static unseen::event written;
  stranger starter([] {
    first.go([] {
      write_shared();
      written.set();
    });
    both_started.set();
  });
  stranger other_starter([] {
    both_started.wait();
    second.go([] {
      written.wait();
      write_shared();
    });
  });
}

void two_who_wait() {
  static errgroup group;
  group.go([] {});
  static unseen::event first_waited;
  stranger first([] {
    write_shared();
    group.wait();
    first_waited.set();
  });
  stranger second([] {
    first_waited.wait();
    group.wait();
    write_shared();
  });
}

void a_cancel_that_came_second() {
  static auto tree = with_cancel(context::background());
  static unseen::event canceled_again;
  tree.cancel();
  stranger second([] {
    write_shared();
    tree.cancel();
    canceled_again.set();
  });
  stranger observer([] {
    canceled_again.wait();
    if (!tree.ctx.done() || !tree.ctx.err()) std::abort();
    write_shared();
  });
}

void two_who_see_a_deadline_pass() {
  static auto tree = with_timeout(context::background(), 0ns);
  static unseen::event seen;
  stranger first([] {
    write_shared();
    if (!tree.ctx.done() || !tree.ctx.err()) std::abort();
    seen.set();
  });
  stranger second([] {
    seen.wait();
    if (!tree.ctx.done() || !tree.ctx.err()) std::abort();
    write_shared();
  });
}

void two_who_see_a_cancellation() {
  static auto tree = with_cancel(context::background());
  static unseen::event seen;
  tree.cancel();
  stranger first([] {
    write_shared();
    if (!tree.ctx.done() || !tree.ctx.cause()) std::abort();
    seen.set();
  });
  stranger second([] {
    seen.wait();
    if (!tree.ctx.done() || !tree.ctx.cause()) std::abort();
    write_shared();
  });
}

// Each on a thread of its own; at the very same moment both may go unnoticed.
void callbacks_of_two_contexts_on_the_timers_thread() {
  called_by_the_timer([](const context& ctx, unseen::event& last_called) {
    static unseen::event called[30];
    static std::size_t tries = 0;
    unseen::event& first_called = called[tries++];
    std::vector<cancel_callback> registered;
    registered.push_back(after_cancel(with_cancel(ctx).ctx, [&first_called] {
      write_shared();
      first_called.set();
    }));
    registered.push_back(
        after_cancel(with_cancel(ctx).ctx, [&first_called, &last_called] {
          first_called.wait();
          write_shared();
          last_called.set();
        }));
    return registered;
  });
}

// ------------------------------------------------- the table

#define ABSENCES(how)                                    \
  {"absence/siblings/" #how, siblings<use_##how>},       \
      {"absence/a_finished_task_and_the_next_go/" #how,  \
       a_finished_task_and_the_next_go<use_##how>},      \
  {                                                      \
    "absence/a_finished_task_and_what_follows_go/" #how, \
        a_finished_task_and_what_follows_go<use_##how>   \
  }

constexpr subject all[] = {
    EDGE(go_precedes_the_task),
    EDGE(try_go_precedes_the_task),
    EDGE(a_task_precedes_the_return_of_wait),
    EDGE(every_task_precedes_the_return_of_wait),
    EDGE(a_task_that_ended_long_ago_precedes_the_return_of_wait),
    EDGE(a_task_precedes_the_return_of_a_second_wait),
    EDGE(a_task_precedes_the_error_that_wait_throws),
    EDGE(a_task_precedes_the_end_of_the_destructor),
    EDGE(the_destruction_of_a_task_precedes_the_return_of_wait),
#if !RACELAB_EXECUTOR
    EDGE(the_end_of_a_tasks_thread_precedes_the_return_of_wait),
#endif
    EDGE(a_task_precedes_the_go_that_takes_its_place),
    {"edge/cancel_precedes_its_being_seen_by/done", done},
    {"edge/cancel_precedes_its_being_seen_by/err", err},
    {"edge/cancel_precedes_its_being_seen_by/cause", cause},
    {"edge/cancel_precedes_its_being_seen_by/throw_if_done", throw_if_done},
    {"edge/cancel_precedes_its_being_seen_by/wait", wait},
    {"edge/cancel_precedes_its_being_seen_by/sleep", sleep},
    {"edge/cancel_precedes_its_being_seen_by/stop_token", stop_token},
    {"edge/cancel_precedes_its_being_seen_by/a_callback", a_callback},
    {"edge/cancel_precedes_its_being_seen_by/a_descendant", a_descendant},
    {"edge/cancel_precedes_its_being_seen_by/a_child_born_canceled",
     a_child_born_canceled},
    EDGE(an_error_as_seen_by_a_sibling),
    EDGE(registering_precedes_the_callback),
    EDGE(registering_precedes_the_callback_at_a_deadline),
    EDGE(a_callback_precedes_the_end_of_its_registration),
    EDGE(the_last_owner_may_destroy_a_value),
    EDGE(the_last_owner_may_drop_a_stop_token),
    EDGE(a_requested_stop_precedes_the_end_of_its_context),
    ABSENCES(nothing),
    ABSENCES(done),
    ABSENCES(err),
    ABSENCES(cause),
    ABSENCES(sleep),
    ABSENCES(copy),
    ABSENCES(value),
    ABSENCES(child),
    ABSENCES(callback),
    ABSENCES(timer),
    ABSENCES(go),
    ABSENCES(inner_group),
    ABSENCE(a_task_and_one_that_later_runs_on_the_same_thread),
    ABSENCE(a_task_and_a_go_below_the_limit),
    ABSENCE(a_task_and_a_go_that_takes_anothers_place),
    ABSENCE(two_tasks_and_a_wait_at_once),
    ABSENCE(a_task_and_what_precedes_the_wait),
    ABSENCE(tasks_of_two_groups_that_one_thread_waits_for),
    ABSENCE(two_who_wait),
    ABSENCE(a_cancel_that_came_second),
    ABSENCE(two_who_see_a_deadline_pass),
    ABSENCE(two_who_see_a_cancellation),
    ABSENCE(callbacks_of_two_contexts_on_the_timers_thread),
};

}  // namespace

std::span<const subject> errgroup_and_context() { return all; }

}  // namespace racelab::happens_before_tests
