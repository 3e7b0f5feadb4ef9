// Distributed under the Boost Software License, Version 1.0.
//
// What a wait_group orders, and what it does not.
#include "concurrency/wait_group.hpp"

#include "harness/tests/concurrency/happens_before/subject.hpp"
#include "harness/tests/concurrency/happens_before/unseen.hpp"

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <utility>

namespace racelab::happens_before_tests {
namespace {

unseen::event first_over;
task_end first_ended;

// ------------------------------------------------- the edges

void done_precedes_the_return_of_wait() {
  static wait_group group;
  group.add(1);
  stranger other([] {
    write_shared();
    group.done();
  });
  group.wait();
  write_shared();
}

void done_precedes_a_wait_that_does_not_block() {
  static wait_group group;
  group.add(1);
  stranger other([] {
    write_shared();
    group.done();
    first_over.set();
  });
  first_over.wait();
  group.wait();
  write_shared();
}

void every_done_precedes_the_return_of_wait() {
  static int slots[3];
  static wait_group group;
  group.add(3);
  const auto fill = [](int& slot) {
    return [&slot] {
      slot = 1;
      group.done();
    };
  };
  stranger first(fill(slots[0]));
  stranger second(fill(slots[1]));
  stranger third(fill(slots[2]));
  group.wait();
  for (int& slot : slots) slot = 2;
}

// As in a loop that adds one and starts a thread: the first may be done before
// the second is counted.
void a_done_before_an_earlier_zero_precedes_the_return_of_wait() {
  static wait_group group;
  group.add(1);
  stranger first([] {
    write_shared();
    group.done();
    first_over.set();
  });
  first_over.wait();
  group.add(1);
  stranger second([] { group.done(); });
  group.wait();
  write_shared();
}

void a_negative_add_precedes_the_return_of_wait() {
  static wait_group group;
  group.add(2);
  stranger other([] {
    write_shared();
    group.add(-2);
  });
  group.wait();
  write_shared();
}

void the_scope_of_a_guard_precedes_the_return_of_wait() {
  static wait_group group;
  group.add(1);
  stranger other([] {
    try {
      const wait_group::done_guard done(group);
      write_shared();
      throw std::runtime_error("left early");
    } catch (const std::runtime_error&) {
    }
  });
  group.wait();
  write_shared();
}

void done_precedes_the_return_of_a_second_wait() {
  static wait_group group;
  group.add(1);
  stranger second([] {
    first_over.wait();
    group.wait();
    write_shared();
  });
  stranger other([] {
    write_shared();
    group.done();
  });
  group.wait();
  first_over.set();
}

void done_precedes_the_end_of_the_destructor() {
  static std::unique_ptr<wait_group> group = std::make_unique<wait_group>();
  group->add(1);
  stranger other([at = group.get()] {
    write_shared();
    at->done();
  });
  group.reset();
  write_shared();
}

void go_precedes_the_function() {
  wait_group group;
  write_shared();
  group.go([] { write_shared(); });
  group.wait();
}

void a_function_precedes_the_return_of_wait() {
  wait_group group;
  group.go([] { write_shared(); });
  group.wait();
  write_shared();
}

void every_function_precedes_the_return_of_wait() {
  static int slots[20];
  wait_group group;
  for (int& slot : slots) {
    group.go([&slot] { slot = 1; });
  }
  group.wait();
  for (int& slot : slots) slot = 2;
}

void a_function_that_ended_long_ago_precedes_the_return_of_wait() {
  wait_group group;
  group.go([] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
  });
  first_ended.wait();
  group.go([] {});
  group.wait();
  write_shared();
}

void a_function_precedes_the_return_of_a_second_wait() {
  static wait_group group;
  stranger second([] {
    first_over.wait();
    group.wait();
    write_shared();
  });
  group.go([] { write_shared(); });
  group.wait();
  first_over.set();
}

void a_function_precedes_the_end_of_the_destructor() {
  {
    wait_group group;
    group.go([] { write_shared(); });
  }
  write_shared();
}

void the_destruction_of_a_function_precedes_the_return_of_wait() {
  wait_group group;
  group.go([bomb = writes_when_destroyed()] { static_cast<void>(bomb); });
  group.wait();
  write_shared();
}

void the_destruction_of_a_function_precedes_the_return_of_a_second_wait() {
  static wait_group group;
  stranger second([] {
    first_over.wait();
    group.wait();
    write_shared();
  });
  group.go([bomb = writes_when_destroyed()] { static_cast<void>(bomb); });
  group.wait();
  first_over.set();
}

#if !RACELAB_EXECUTOR
void the_end_of_a_functions_thread_precedes_the_return_of_wait() {
  wait_group group;
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

// ------------------------------------------------- what orders nothing

void two_who_call_done() {
  static wait_group group;
  group.add(2);
  stranger first([] {
    write_shared();
    group.done();
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    group.done();
    write_shared();
  });
}

void an_add_and_a_done() {
  static wait_group group;
  group.add(1);
  stranger first([] {
    write_shared();
    group.add(1);
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    group.done();
    write_shared();
  });
  group.done();
}

void a_done_and_an_add() {
  static wait_group group;
  group.add(1);
  stranger first([] {
    write_shared();
    group.done();
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    group.add(1);
    write_shared();
    group.done();
  });
}

void an_add_and_a_wait() {
  static wait_group group;
  static unseen::event added;
  group.add(1);
  stranger first([] {
    write_shared();
    group.add(1);
    added.set();
  });
  stranger second([] {
    added.wait();
    group.add(-2);
    first_over.set();
  });
  stranger third([] {
    first_over.wait();
    group.wait();
    write_shared();
  });
}

void a_wait_and_a_done() {
  static wait_group group;
  stranger first([] {
    write_shared();
    group.wait();
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    group.add(1);
    group.done();
    write_shared();
  });
}

void a_done_and_a_wait_that_came_before() {
  static wait_group group;
  static unseen::event done;
  stranger first([] {
    group.wait();
    first_over.set();
    done.wait();
    write_shared();
  });
  stranger second([] {
    first_over.wait();
    group.add(1);
    write_shared();
    group.done();
    done.set();
  });
}

void a_done_that_throws_and_a_wait() {
  static wait_group group;
  stranger first([] {
    write_shared();
    try {
      group.done();
      std::abort();
    } catch (const std::logic_error&) {
    }
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    group.wait();
    write_shared();
  });
}

void two_who_wait_for_a_wait_group() {
  static wait_group group;
  group.go([] {});
  stranger first([] {
    write_shared();
    group.wait();
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    group.wait();
    write_shared();
  });
}

void a_done_and_a_later_go() {
  static wait_group group;
  group.add(1);
  stranger other([] {
    write_shared();
    group.done();
    first_over.set();
  });
  first_over.wait();
  group.go([] { write_shared(); });
  group.wait();
}

void a_done_and_what_follows_go() {
  static wait_group group;
  group.add(1);
  stranger other([] {
    write_shared();
    group.done();
    first_over.set();
  });
  first_over.wait();
  group.go([] {});
  write_shared();
}

void go_and_what_follows_it() {
  static unseen::event written;
  wait_group group;
  group.go([] {
    write_shared();
    written.set();
  });
  written.wait();
  write_shared();
  group.wait();
}

void two_functions() {
  wait_group group;
  group.go([] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
  });
  group.go([] {
    first_ended.wait();
    write_shared();
  });
  group.wait();
}

void a_function_that_ended_and_a_later_go() {
  wait_group group;
  group.go([] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
  });
  first_ended.wait();
  group.go([] { write_shared(); });
  group.wait();
}

void a_function_that_ended_and_what_follows_go() {
  wait_group group;
  group.go([] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
  });
  first_ended.wait();
  group.go([] {});
  write_shared();
  group.wait();
}

void a_function_that_ended_and_a_done() {
  static wait_group group;
  group.add(1);
  group.go([] {
    [[maybe_unused]] const auto over = first_ended.is_of_this_task();
    write_shared();
  });
  stranger other([] {
    first_ended.wait();
    group.done();
    write_shared();
  });
}

constexpr subject all[] = {
    EDGE(done_precedes_the_return_of_wait),
    EDGE(done_precedes_a_wait_that_does_not_block),
    EDGE(every_done_precedes_the_return_of_wait),
    EDGE(a_done_before_an_earlier_zero_precedes_the_return_of_wait),
    EDGE(a_negative_add_precedes_the_return_of_wait),
    EDGE(the_scope_of_a_guard_precedes_the_return_of_wait),
    EDGE(done_precedes_the_return_of_a_second_wait),
    EDGE(done_precedes_the_end_of_the_destructor),
    EDGE(go_precedes_the_function),
    EDGE(a_function_precedes_the_return_of_wait),
    EDGE(every_function_precedes_the_return_of_wait),
    EDGE(a_function_that_ended_long_ago_precedes_the_return_of_wait),
    EDGE(a_function_precedes_the_return_of_a_second_wait),
    EDGE(a_function_precedes_the_end_of_the_destructor),
    EDGE(the_destruction_of_a_function_precedes_the_return_of_wait),
    EDGE(the_destruction_of_a_function_precedes_the_return_of_a_second_wait),
#if !RACELAB_EXECUTOR
    EDGE(the_end_of_a_functions_thread_precedes_the_return_of_wait),
#endif
    ABSENCE(two_who_call_done),
    ABSENCE(an_add_and_a_done),
    ABSENCE(a_done_and_an_add),
    ABSENCE(an_add_and_a_wait),
    ABSENCE(a_wait_and_a_done),
    ABSENCE(a_done_and_a_wait_that_came_before),
    ABSENCE(a_done_that_throws_and_a_wait),
    ABSENCE(two_who_wait_for_a_wait_group),
    ABSENCE(a_done_and_a_later_go),
    ABSENCE(a_done_and_what_follows_go),
    ABSENCE(go_and_what_follows_it),
    ABSENCE(two_functions),
    ABSENCE(a_function_that_ended_and_a_later_go),
    ABSENCE(a_function_that_ended_and_what_follows_go),
    ABSENCE(a_function_that_ended_and_a_done),
};

}  // namespace

std::span<const subject> wait_group_subjects() { return all; }

}  // namespace racelab::happens_before_tests
