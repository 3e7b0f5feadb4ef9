// Distributed under the Boost Software License, Version 1.0.
//
// What a channel and a select order, and what they do not.
#include "concurrency/channel.hpp"

#include "concurrency/select.hpp"
#include "harness/tests/concurrency/happens_before/subject.hpp"
#include "harness/tests/concurrency/happens_before/unseen.hpp"

#include <boost/thread/thread.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <new>
#include <optional>

namespace racelab::happens_before_tests {
namespace {

using namespace std::chrono_literals;

context::time_point in_an_hour() { return context::clock::now() + 1h; }

void require(bool holds) {
  if (!holds) std::abort();
}

// The ways to send and to receive, all of which give the same edges.

struct plainly {
  static void send(channel<int>& to) { to.send(1); }
  static void receive(channel<int>& from) {
    require(from.receive().has_value());
  }
};

struct in_time {
  static void send(channel<int>& to) {
    require(to.send_until(in_an_hour(), 1));
  }
  static void receive(channel<int>& from) {
    require(from.receive_until(in_an_hour()).item.has_value());
  }
};

struct in_a_context {
  static void send(channel<int>& to) {
    to.send(with_timeout(context::background(), 1h).ctx, 1);
  }
  static void receive(channel<int>& from) {
    const auto limited = with_timeout(context::background(), 1h);
    require(from.receive(limited.ctx).has_value());
  }
};

// Only one of the two can, where both have to be there.
struct trying_to_send {
  static void send(channel<int>& to) {
    while (!to.try_send(1)) boost::this_thread::yield();
  }
  static void receive(channel<int>& from) { plainly::receive(from); }
};

struct trying_to_receive {
  static void send(channel<int>& to) { plainly::send(to); }
  static void receive(channel<int>& from) {
    while (!from.try_receive().item) boost::this_thread::yield();
  }
};

struct by_select {
  static void send(channel<int>& to) {
    channel<int> never;
    require(select(on_receive(never, ignore), on_send(to, 1)) == 1);
  }
  static void receive(channel<int>& from) {
    channel<int> never;
    require(select(on_receive(never, ignore), on_receive(from, ignore)) == 1);
  }
  static void ignore(std::optional<int>) {}
};

// Who of the two comes first, and blocks if it has to.

unseen::thread_sleep first_blocked;
unseen::event first_over;

// ------------------------------------------------- the edges

// The sender comes first.
template <class How>
void a_send_and_the_receive_of_its_item_from_the_channel() {
  static channel<int> numbers(1);
  stranger sender([] {
    write_shared();
    How::send(numbers);
    first_over.set();
  });
  stranger receiver([] {
    first_over.wait();
    How::receive(numbers);
    write_shared();
  });
}

template <class How>
void a_send_that_waits_and_the_receive_of_its_item() {
  static channel<int> numbers;
  stranger sender([] {
    write_shared();
    first_blocked.is_of_this_thread();
    How::send(numbers);
  });
  stranger receiver([] {
    first_blocked.wait();
    How::receive(numbers);
    write_shared();
  });
}

template <class How>
void a_send_that_waits_for_a_place_and_the_receive_of_its_item() {
  static channel<int> numbers(1);
  numbers.send(1);
  stranger sender([] {
    write_shared();
    first_blocked.is_of_this_thread();
    How::send(numbers);
  });
  stranger receiver([] {
    first_blocked.wait();
    for (int i = 0; i < 2; ++i) How::receive(numbers);
    write_shared();
  });
}

// The receiver comes first and waits.
template <class How, std::size_t capacity>
void a_send_and_the_receive_that_waits() {
  static channel<int> numbers(capacity);
  stranger sender([] {
    first_blocked.wait();
    write_shared();
    How::send(numbers);
  });
  stranger receiver([] {
    first_blocked.is_of_this_thread();
    How::receive(numbers);
    write_shared();
  });
}

template <class How>
void a_send_and_the_receive_that_waits_without_capacity() {
  a_send_and_the_receive_that_waits<How, 0>();
}

template <class How>
void a_send_and_the_receive_that_waits_with_capacity() {
  a_send_and_the_receive_that_waits<How, 2>();
}

template <class How>
void a_receive_without_capacity_and_the_send_that_waits() {
  static channel<int> numbers;
  stranger sender([] {
    first_blocked.is_of_this_thread();
    How::send(numbers);
    write_shared();
  });
  stranger receiver([] {
    first_blocked.wait();
    write_shared();
    How::receive(numbers);
  });
}

template <class How>
void a_receive_that_waits_without_capacity_and_its_send() {
  static channel<int> numbers;
  stranger sender([] {
    first_blocked.wait();
    How::send(numbers);
    write_shared();
  });
  stranger receiver([] {
    write_shared();
    first_blocked.is_of_this_thread();
    How::receive(numbers);
  });
}

// The send that needs the place waits for it, or finds it free.
template <class How>
void a_receive_and_the_send_that_waits_for_its_place() {
  static channel<int> numbers(2);
  numbers.send(1);
  numbers.send(2);
  stranger sender([] {
    first_blocked.is_of_this_thread();
    How::send(numbers);
    write_shared();
  });
  stranger receiver([] {
    first_blocked.wait();
    write_shared();
    How::receive(numbers);
  });
}

template <class How>
void a_receive_and_the_send_that_finds_its_place() {
  static channel<int> numbers(2);
  numbers.send(1);
  numbers.send(2);
  stranger receiver([] {
    write_shared();
    How::receive(numbers);
    first_over.set();
  });
  stranger sender([] {
    first_over.wait();
    How::send(numbers);
    write_shared();
  });
}

// The first receive waited before there was anything to send: its place is
// the one that the third send takes.
template <class How>
void a_receive_that_waited_and_a_later_send() {
  static channel<int> numbers(2);
  stranger receiver([] {
    write_shared();
    first_blocked.is_of_this_thread();
    How::receive(numbers);
    first_over.set();
  });
  stranger sender([] {
    first_blocked.wait();
    for (int i = 0; i < 3; ++i) How::send(numbers);
    write_shared();
  });
}

void one_permit_keeps_two_apart() {
  static channel<int> lock(1);
  const auto locked = [] {
    for (int i = 0; i < 50; ++i) {
      lock.send(1);
      write_shared();
      require(lock.receive().has_value());
    }
  };
  stranger first(locked);
  stranger second(locked);
}

void an_items_own_memory() {
  static channel<std::unique_ptr<int>> boxes(1);
  stranger sender([] {
    for (int i = 0; i < 20; ++i) boxes.send(std::make_unique<int>(i));
    boxes.close();
  });
  stranger receiver([] {
    for (auto& each : boxes) *each += 1;
  });
}

template <class How>
void every_send_and_its_receive() {
  static channel<int> numbers(2);
  static int slots[50];
  stranger sender([] {
    for (int& slot : slots) {
      slot = 1;
      How::send(numbers);
    }
  });
  stranger receiver([] {
    for (int& slot : slots) {
      How::receive(numbers);
      slot = 2;
    }
  });
}

void closed_while_it_is_awaited() {
  static channel<int> numbers;
  stranger closer([] {
    first_blocked.wait();
    write_shared();
    numbers.close();
  });
  stranger receiver([] {
    first_blocked.is_of_this_thread();
    require(!numbers.receive());
    write_shared();
  });
}

void closed_before_it_is_received() {
  static channel<int> numbers(1);
  stranger closer([] {
    write_shared();
    numbers.close();
    first_over.set();
  });
  stranger receiver([] {
    first_over.wait();
    require(!numbers.receive());
    write_shared();
  });
}

void closed_as_try_receive_sees() {
  static channel<int> numbers;
  stranger closer([] {
    write_shared();
    numbers.close();
  });
  stranger receiver([] {
    while (!numbers.try_receive().closed) boost::this_thread::yield();
    write_shared();
  });
}

void closed_as_range_for_sees() {
  static channel<int> numbers(3);
  numbers.send(1);
  stranger closer([] {
    write_shared();
    numbers.close();
  });
  stranger receiver([] {
    for (const int each : numbers) require(each == 1);
    write_shared();
  });
}

void closed_as_select_sees() {
  static channel<int> numbers;
  stranger closer([] {
    first_blocked.wait();
    write_shared();
    numbers.close();
  });
  stranger receiver([] {
    first_blocked.is_of_this_thread();
    static channel<int> never;
    select(on_receive(numbers, [](auto item) { require(!item); }),
           on_receive(never, [](auto) { std::abort(); }));
    write_shared();
  });
}

void closed_as_two_see() {
  static channel<int> numbers;
  static int slots[2];
  stranger closer([] {
    slots[0] = slots[1] = 1;
    numbers.close();
  });
  stranger first([] {
    require(!numbers.receive());
    slots[0] = 2;
  });
  stranger second([] {
    require(!numbers.receive());
    slots[1] = 2;
  });
}

template <class Wait>
void canceled_during(Wait wait) {
  static auto tree = with_cancel(context::background());
  stranger canceler([] {
    first_blocked.wait();
    write_shared();
    tree.cancel();
  });
  stranger waiter([wait] {
    try {
      first_blocked.is_of_this_thread();
      wait(tree.ctx);
      std::abort();
    } catch (const canceled&) {
      write_shared();
    }
  });
}

void a_cancel_precedes_the_end_of_a_send() {
  static channel<int> numbers;
  canceled_during([](const context& ctx) { numbers.send(ctx, 1); });
}

void a_cancel_precedes_the_end_of_a_receive() {
  static channel<int> numbers;
  canceled_during(
      [](const context& ctx) { static_cast<void>(numbers.receive(ctx)); });
}

void a_cancel_precedes_the_end_of_a_select() {
  static channel<int> numbers;
  canceled_during([](const context& ctx) { select(ctx, on_send(numbers, 1)); });
}

// ------------------------------------------------- what orders nothing

// One thread writes and then does the first, another does the second, really
// later, and then writes.
template <class First, class Second>
void one_after_the_other(First first, Second second) {
  stranger one([first] {
    write_shared();
    first();
    first_over.set();
  });
  stranger other([second] {
    first_over.wait();
    second();
    write_shared();
  });
}

// The same, but the first blocks until the second, at the latest, frees it.
template <class First, class Second>
void one_waiting_for_the_other(First first, Second second) {
  stranger one([first] {
    write_shared();
    first_blocked.is_of_this_thread();
    first();
  });
  stranger other([second] {
    first_blocked.wait();
    second();
    write_shared();
  });
}

template <class How>
void two_senders() {
  static channel<int> numbers(2);
  const auto send = [] { How::send(numbers); };
  one_after_the_other(send, send);
}

template <class How>
void two_receivers() {
  static channel<int> numbers(2);
  numbers.send(1);
  numbers.send(2);
  const auto receive = [] { How::receive(numbers); };
  one_after_the_other(receive, receive);
}

// On places that were used before.
template <class How>
void two_senders_in_the_second_round() {
  static channel<int> numbers(2);
  for (int i = 0; i < 2; ++i) numbers.send(i);
  for (int i = 0; i < 2; ++i) require(numbers.receive().has_value());
  const auto send = [] { How::send(numbers); };
  one_after_the_other(send, send);
}

// The receive comes first, but of the places that C sends take, its own is the
// last.
template <class How>
void a_receive_and_a_send_that_takes_anothers_place() {
  static channel<int> numbers(2);
  numbers.send(1);
  numbers.send(2);
  require(numbers.receive().has_value());
  one_after_the_other([] { How::receive(numbers); },
                      [] { How::send(numbers); });
}

// A place is still free, which nobody has received from yet.
template <class How>
void a_receive_and_a_send_on_a_channel_with_room() {
  static channel<int> numbers(3);
  numbers.send(1);
  one_after_the_other([] { How::receive(numbers); },
                      [] { How::send(numbers); });
}

// The item goes to a receiver that waits, and the channel has a capacity: its
// receive does not precede that send.
template <class How>
void a_receive_that_waits_and_its_send() {
  static channel<int> numbers(1);
  one_waiting_for_the_other([] { How::receive(numbers); },
                            [] { How::send(numbers); });
}

// It is freed by the receive of an earlier item, not of its own.
template <class How>
void a_send_that_waits_and_the_receive_that_frees_it() {
  static channel<int> numbers(1);
  numbers.send(1);
  one_waiting_for_the_other([] { How::send(numbers); },
                            [] { How::receive(numbers); });
}

// The receive waited, and its item took no place.
template <class How>
void a_receive_that_waited_and_the_send_after_its_own() {
  static channel<int> numbers(2);
  one_waiting_for_the_other([] { How::receive(numbers); },
                            [] {
                              How::send(numbers);
                              How::send(numbers);
                            });
}

template <class How>
void two_senders_without_capacity() {
  static channel<int> numbers;
  const auto receive = [] { How::receive(numbers); };
  stranger receiver(receive);
  stranger other_receiver(receive);
  const auto send = [] { How::send(numbers); };
  one_after_the_other(send, send);
}

template <class How>
void two_receivers_without_capacity() {
  static channel<int> numbers;
  const auto send = [] { How::send(numbers); };
  stranger sender(send);
  stranger other_sender(send);
  const auto receive = [] { How::receive(numbers); };
  one_after_the_other(receive, receive);
}

void attempts_that_fail() {
  static channel<int> empty;
  static channel<int> full(1);
  full.send(1);
  const auto attempt = [] {
    require(!empty.try_send(1));
    require(!empty.try_receive().item);
    require(!full.try_send(2));
    require(!full.send_until(context::clock::now() + 1ns, 2));
    require(!empty.receive_until(context::clock::now() + 1ns).item);
    require(select(on_send(full, 2),
                   on_receive(empty, [](std::optional<int>) {}),
                   otherwise()) == 2);
    select(on_send(full, 2), on_timeout(context::clock::now() + 1ns));
  };
  one_after_the_other(attempt, attempt);
}

void the_cases_of_a_select_that_are_not_completed() {
  static channel<int> numbers(1);
  static channel<int> other;
  static channel<int> others[2] = {channel<int>(1), channel<int>(1)};
  one_waiting_for_the_other(
      [] {
        select(on_receive(numbers, [](std::optional<int>) {}),
               on_send(other, 1),
               on_receive(others[0], [](std::optional<int>) {}));
      },
      [] {
        require(select(on_send(numbers, 1), on_send(others[1], 1)) < 2);
        numbers.close();
        other.close();
        others[0].close();
      });
}

void a_close_and_the_receive_of_an_earlier_item() {
  static channel<int> numbers(2);
  numbers.send(1);
  one_after_the_other([] { numbers.close(); },
                      [] { require(numbers.receive() == 1); });
}

void send_on_closed(channel<int>& to) {
  try {
    to.send(1);
    std::abort();
  } catch (const channel_closed&) {
  }
}

void a_close_and_a_later_send() {
  static channel<int> numbers;
  one_after_the_other([] { numbers.close(); }, [] { send_on_closed(numbers); });
}

void a_close_and_the_send_that_it_ends() {
  static channel<int> numbers;
  static unseen::event closed;
  stranger closer([] {
    first_blocked.wait();
    write_shared();
    numbers.close();
    closed.set();
  });
  stranger sender([] {
    first_blocked.is_of_this_thread();
    send_on_closed(numbers);
    closed.wait();
    write_shared();
  });
}

void a_close_that_came_second() {
  static channel<int> numbers;
  numbers.close();
  one_after_the_other(
      [] {
        try {
          numbers.close();
          std::abort();
        } catch (const channel_closed&) {
        }
      },
      [] { require(!numbers.receive()); });
}

void two_who_see_a_close() {
  static channel<int> numbers;
  numbers.close();
  const auto see = [] { require(!numbers.receive()); };
  one_after_the_other(see, see);
}

// To wait in a context orders neither those who do nor those before the one
// who cancels it.
void one_who_waits_and_the_one_who_cancels() {
  static channel<int> numbers;
  static auto tree = with_cancel(context::background());
  one_waiting_for_the_other(
      [] {
        try {
          static_cast<void>(numbers.receive(tree.ctx));
          std::abort();
        } catch (const canceled&) {
        }
      },
      [] { tree.cancel(); });
}

void two_who_wait_in_one_context() {
  static channel<int> numbers[2] = {channel<int>(1), channel<int>(1)};
  static auto tree = with_cancel(context::background());
  static unseen::thread_sleep second_blocked;
  stranger senders([] {
    first_blocked.wait();
    numbers[0].send(1);
    second_blocked.wait();
    numbers[1].send(1);
  });
  one_after_the_other(
      [] {
        first_blocked.is_of_this_thread();
        require(numbers[0].receive(tree.ctx).has_value());
      },
      [] {
        second_blocked.is_of_this_thread();
        require(numbers[1].receive(tree.ctx).has_value());
      });
}

// What the first left at addresses that the second uses again.
void two_channels_in_one_place() {
  alignas(channel<int>) static unsigned char place[sizeof(channel<int>)];
  const auto use_one = [] {
    happens_before::bookkeeping unseen;
    auto* const numbers = new (place) channel<int>(1);
    {
      happens_before::seen use;
      for (int i = 0; i < 3; ++i) {
        numbers->send(i);
        require(numbers->receive() == i);
      }
      numbers->close();
      require(!numbers->receive());
    }
    numbers->~channel();
  };
  one_after_the_other(use_one, use_one);
}

// ------------------------------------------------- the table

#define WITH(kind, what, how) \
  { kind "/" #what "/" #how, what<how> }
#define EACH_WAY(kind, what)                            \
  WITH(kind, what, plainly), WITH(kind, what, in_time), \
      WITH(kind, what, in_a_context), WITH(kind, what, by_select)

constexpr subject all[] = {
    EACH_WAY("edge", a_send_and_the_receive_of_its_item_from_the_channel),
    WITH("edge", a_send_and_the_receive_of_its_item_from_the_channel,
         trying_to_send),
    WITH("edge", a_send_and_the_receive_of_its_item_from_the_channel,
         trying_to_receive),
    EACH_WAY("edge", a_send_that_waits_and_the_receive_of_its_item),
    WITH("edge", a_send_that_waits_and_the_receive_of_its_item,
         trying_to_receive),
    EACH_WAY("edge", a_send_that_waits_for_a_place_and_the_receive_of_its_item),
    EACH_WAY("edge", a_send_and_the_receive_that_waits_without_capacity),
    WITH("edge", a_send_and_the_receive_that_waits_without_capacity,
         trying_to_send),
    EACH_WAY("edge", a_send_and_the_receive_that_waits_with_capacity),
    EACH_WAY("edge", a_receive_without_capacity_and_the_send_that_waits),
    WITH("edge", a_receive_without_capacity_and_the_send_that_waits,
         trying_to_receive),
    EACH_WAY("edge", a_receive_that_waits_without_capacity_and_its_send),
    WITH("edge", a_receive_that_waits_without_capacity_and_its_send,
         trying_to_send),
    EACH_WAY("edge", a_receive_and_the_send_that_waits_for_its_place),
    EACH_WAY("edge", a_receive_and_the_send_that_finds_its_place),
    WITH("edge", a_receive_and_the_send_that_finds_its_place, trying_to_send),
    EACH_WAY("edge", a_receive_that_waited_and_a_later_send),
    EACH_WAY("edge", every_send_and_its_receive),
    EDGE(one_permit_keeps_two_apart),
    EDGE(an_items_own_memory),
    EDGE(closed_while_it_is_awaited),
    EDGE(closed_before_it_is_received),
    EDGE(closed_as_try_receive_sees),
    EDGE(closed_as_range_for_sees),
    EDGE(closed_as_select_sees),
    EDGE(closed_as_two_see),
    EDGE(a_cancel_precedes_the_end_of_a_send),
    EDGE(a_cancel_precedes_the_end_of_a_receive),
    EDGE(a_cancel_precedes_the_end_of_a_select),
    EACH_WAY("absence", two_senders),
    WITH("absence", two_senders, trying_to_send),
    EACH_WAY("absence", two_receivers),
    WITH("absence", two_receivers, trying_to_receive),
    EACH_WAY("absence", two_senders_in_the_second_round),
    EACH_WAY("absence", a_receive_and_a_send_that_takes_anothers_place),
    EACH_WAY("absence", a_receive_and_a_send_on_a_channel_with_room),
    EACH_WAY("absence", a_receive_that_waits_and_its_send),
    EACH_WAY("absence", a_receive_that_waited_and_the_send_after_its_own),
    EACH_WAY("absence", a_send_that_waits_and_the_receive_that_frees_it),
    EACH_WAY("absence", two_senders_without_capacity),
    EACH_WAY("absence", two_receivers_without_capacity),
    ABSENCE(attempts_that_fail),
    ABSENCE(the_cases_of_a_select_that_are_not_completed),
    ABSENCE(a_close_and_the_receive_of_an_earlier_item),
    ABSENCE(a_close_and_a_later_send),
    ABSENCE(a_close_and_the_send_that_it_ends),
    ABSENCE(a_close_that_came_second),
    ABSENCE(two_who_see_a_close),
    ABSENCE(one_who_waits_and_the_one_who_cancels),
    ABSENCE(two_who_wait_in_one_context),
    ABSENCE(two_channels_in_one_place),
};

}  // namespace

std::span<const subject> channel_and_select() { return all; }

}  // namespace racelab::happens_before_tests
