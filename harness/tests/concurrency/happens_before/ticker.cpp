// Distributed under the Boost Software License, Version 1.0.
//
// What a ticker orders, and what it does not.
#include "concurrency/ticker.hpp"

#include "harness/tests/concurrency/happens_before/subject.hpp"
#include "harness/tests/concurrency/happens_before/unseen.hpp"

#include <chrono>
#include <cstdlib>
#include <memory>

namespace racelab::happens_before_tests {
namespace {

using namespace std::chrono_literals;

constexpr auto soon = 1us;
constexpr auto in_a_year = 24h * 365;

unseen::event first_over;

void must(bool right) {
  if (!right) std::abort();
}

// Unlike context::background() it can be done, and never is.
const context endless = with_cancel(context::background()).ctx;

const context done_already = with_timeout(context::background(), 0ns).ctx;

// ------------------------------------------------- the edges of a ticker

void stop_precedes_the_end_of_a_wait() {
  static ticker ticks(in_a_year);
  stranger stopper([] {
    write_shared();
    ticks.stop();
  });
  must(!ticks.wait(endless));
  write_shared();
}

void stop_precedes_the_end_of_a_wait_without_a_context() {
  static ticker ticks(in_a_year);
  stranger stopper([] {
    write_shared();
    ticks.stop();
  });
  must(!ticks.wait(context::background()));
  write_shared();
}

void stop_precedes_what_follows_a_later_wait() {
  static ticker ticks(soon);
  stranger stopper([] {
    write_shared();
    ticks.stop();
    first_over.set();
  });
  first_over.wait();
  must(!ticks.wait(endless));
  write_shared();
}

void the_first_stop_precedes_a_wait_after_the_second() {
  static ticker ticks(soon);
  stranger stopper([] {
    write_shared();
    ticks.stop();
    first_over.set();
  });
  first_over.wait();
  ticks.stop();
  must(!ticks.wait(endless));
  write_shared();
}

void a_reset_precedes_a_later_tick() {
  static ticker ticks(in_a_year);
  stranger other([] {
    write_shared();
    ticks.reset(soon);
  });
  must(ticks.wait(endless));
  write_shared();
}

void every_reset_precedes_a_later_tick() {
  static int slots[2];
  static ticker ticks(in_a_year);
  static unseen::event second_over;
  stranger first([] {
    slots[0] = 1;
    ticks.reset(in_a_year);
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    slots[1] = 1;
    ticks.reset(soon);
    second_over.set();
  });
  second_over.wait();
  must(ticks.wait(endless));
  for (int& slot : slots) slot = 2;
}

void a_cancel_precedes_the_end_of_a_wait() {
  static const auto tree = with_cancel(context::background());
  static ticker ticks(in_a_year);
  stranger canceler([] {
    write_shared();
    tree.cancel();
  });
  must(!ticks.wait(tree.ctx));
  write_shared();
}

// ------------------------------------------------- those of a tick_callback

void the_start_precedes_every_callback() {
  static int calls = 0;
  write_shared();
  tick_callback ticks(soon, [] {
    write_shared();
    if (++calls == 3) first_over.set();
  });
  first_over.wait();
}

void a_reset_precedes_the_callback_of_a_later_tick() {
  static tick_callback ticks(in_a_year, [] {
    write_shared();
    first_over.set();
    ticks.stop();
  });
  stranger other([] {
    write_shared();
    ticks.reset(soon);
  });
  first_over.wait();
}

void the_last_callback_precedes_the_return_of_stop() {
  tick_callback ticks(soon, [] {
    write_shared();
    first_over.set();
  });
  first_over.wait();
  ticks.stop();
  write_shared();
}

void the_last_callback_precedes_the_return_of_a_second_stop() {
  static unseen::event stopped;
  static tick_callback ticks(soon, [] {
    write_shared();
    first_over.set();
  });
  stranger other([] {
    first_over.wait();
    ticks.stop();
    stopped.set();
  });
  stopped.wait();
  ticks.stop();
  write_shared();
}

void the_last_callback_precedes_the_end_of_the_destructor() {
  {
    tick_callback ticks(soon, [] {
      write_shared();
      first_over.set();
    });
    first_over.wait();
  }
  write_shared();
}

void a_callback_that_stops_itself_precedes_another_stop() {
  static tick_callback* self = nullptr;
  tick_callback ticks(in_a_year, [] {
    write_shared();
    self->stop();
    write_shared();
    first_over.set();
  });
  self = &ticks;
  ticks.reset(soon);
  first_over.wait();
  ticks.stop();
  write_shared();
}

struct writes_when_destroyed {
  ~writes_when_destroyed() { write_shared(); }
};

void a_callback_precedes_its_destruction() {
  tick_callback ticks(soon, [bomb = std::make_unique<writes_when_destroyed>()] {
    write_shared();
    first_over.set();
  });
  first_over.wait();
}

// ------------------------------------------------- what orders nothing

void two_who_take_ticks() {
  static ticker ticks(soon);
  stranger first([] {
    write_shared();
    must(ticks.wait(endless));
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    must(ticks.wait(endless));
    write_shared();
  });
}

void two_whose_waits_are_ended_by_a_stop() {
  static ticker ticks(soon);
  ticks.stop();
  stranger first([] {
    write_shared();
    must(!ticks.wait(endless));
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    must(!ticks.wait(endless));
    write_shared();
  });
}

void two_whose_waits_are_ended_by_a_context() {
  static ticker ticks(soon);
  stranger first([] {
    write_shared();
    must(!ticks.wait(done_already));
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    must(!ticks.wait(done_already));
    write_shared();
  });
}

void a_tick_and_a_stop() {
  static ticker ticks(soon);
  stranger first([] {
    write_shared();
    must(ticks.wait(endless));
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    ticks.stop();
    write_shared();
  });
}

void a_tick_and_a_reset() {
  static ticker ticks(soon);
  stranger first([] {
    write_shared();
    must(ticks.wait(endless));
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    ticks.reset(soon);
    write_shared();
  });
}

void two_who_stop() {
  static ticker ticks(soon);
  stranger first([] {
    write_shared();
    ticks.stop();
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    ticks.stop();
    write_shared();
  });
}

void two_who_reset() {
  static ticker ticks(soon);
  stranger first([] {
    write_shared();
    ticks.reset(soon);
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    ticks.reset(soon);
    write_shared();
  });
}

void a_stop_that_came_second_and_a_wait() {
  static ticker ticks(soon);
  ticks.stop();
  stranger first([] {
    write_shared();
    ticks.stop();
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    must(!ticks.wait(endless));
    write_shared();
  });
}

void a_reset_and_a_wait_without_a_tick() {
  static ticker ticks(soon);
  stranger first([] {
    write_shared();
    ticks.reset(soon);
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    must(!ticks.wait(done_already));
    write_shared();
  });
}

void a_reset_of_a_stopped_ticker_and_a_wait() {
  static ticker ticks(soon);
  ticks.stop();
  stranger first([] {
    write_shared();
    ticks.reset(soon);
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    must(!ticks.wait(endless));
    write_shared();
  });
}

void a_callback_and_what_follows_its_start() {
  tick_callback ticks(in_a_year, [] {
    write_shared();
    first_over.set();
  });
  ticks.reset(soon);
  first_over.wait();
  write_shared();
}

void a_callback_and_a_reset() {
  static tick_callback* self = nullptr;
  tick_callback ticks(in_a_year, [] {
    write_shared();
    self->stop();
    first_over.set();
  });
  self = &ticks;
  ticks.reset(soon);
  first_over.wait();
  ticks.reset(soon);
  write_shared();
}

void callbacks_of_two_tickers() {
  static tick_callback* each[2];
  static unseen::event second_over;
  tick_callback first(in_a_year, [] {
    write_shared();
    each[0]->stop();
    first_over.set();
  });
  tick_callback second(in_a_year, [] {
    first_over.wait();
    write_shared();
    each[1]->stop();
    second_over.set();
  });
  each[0] = &first;
  each[1] = &second;
  first.reset(soon);
  second.reset(soon);
  second_over.wait();
}

void two_who_stop_a_callback() {
  static tick_callback ticks(in_a_year, [] { std::abort(); });
  stranger first([] {
    write_shared();
    ticks.stop();
    first_over.set();
  });
  stranger second([] {
    first_over.wait();
    ticks.stop();
    write_shared();
  });
}

constexpr subject all[] = {
    EDGE(stop_precedes_the_end_of_a_wait),
    EDGE(stop_precedes_the_end_of_a_wait_without_a_context),
    EDGE(stop_precedes_what_follows_a_later_wait),
    EDGE(the_first_stop_precedes_a_wait_after_the_second),
    EDGE(a_reset_precedes_a_later_tick),
    EDGE(every_reset_precedes_a_later_tick),
    EDGE(a_cancel_precedes_the_end_of_a_wait),
    EDGE(the_start_precedes_every_callback),
    EDGE(a_reset_precedes_the_callback_of_a_later_tick),
    EDGE(the_last_callback_precedes_the_return_of_stop),
    EDGE(the_last_callback_precedes_the_return_of_a_second_stop),
    EDGE(the_last_callback_precedes_the_end_of_the_destructor),
    EDGE(a_callback_that_stops_itself_precedes_another_stop),
    EDGE(a_callback_precedes_its_destruction),
    ABSENCE(two_who_take_ticks),
    ABSENCE(two_whose_waits_are_ended_by_a_stop),
    ABSENCE(two_whose_waits_are_ended_by_a_context),
    ABSENCE(a_tick_and_a_stop),
    ABSENCE(a_tick_and_a_reset),
    ABSENCE(two_who_stop),
    ABSENCE(two_who_reset),
    ABSENCE(a_stop_that_came_second_and_a_wait),
    ABSENCE(a_reset_and_a_wait_without_a_tick),
    ABSENCE(a_reset_of_a_stopped_ticker_and_a_wait),
    ABSENCE(a_callback_and_what_follows_its_start),
    ABSENCE(a_callback_and_a_reset),
    ABSENCE(callbacks_of_two_tickers),
    ABSENCE(two_who_stop_a_callback),
};

}  // namespace

std::span<const subject> ticker_subjects() { return all; }

}  // namespace racelab::happens_before_tests
