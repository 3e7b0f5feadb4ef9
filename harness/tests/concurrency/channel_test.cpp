// Distributed under the Boost Software License, Version 1.0.
#include "concurrency/channel.hpp"

#include "concurrency/select.hpp"
#include "harness/tests/concurrency/happens_before/unseen.hpp"

#include <boost/test/unit_test.hpp>
#include <boost/thread/thread.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

// Go's rules one by one, as its specification and runtime/chan_test.go state
// them, and what C++ adds: moves, exceptions, lifetimes.

namespace {

using namespace racelab;
using namespace std::chrono_literals;

// Joins at the end of its scope.
class thread {
 public:
  template <class F>
  explicit thread(F function) : thread_(std::move(function)) {}
  ~thread() { join(); }
  void join() {
    if (thread_.joinable()) thread_.join();
  }
  void interrupt() { thread_.interrupt(); }

 private:
  boost::thread thread_;
};

// The same, and has blocked when its constructor returns.
class blocked_thread {
 public:
  template <class F>
  explicit blocked_thread(F function)
      : thread_([this, function = std::move(function)]() mutable {
          sleep_.is_of_this_thread();
          function();
        }) {
    sleep_.wait();
  }
  void join() { thread_.join(); }
  void interrupt() { thread_.interrupt(); }

 private:
  unseen::thread_sleep sleep_;
  thread thread_;
};

const context::time_point past = context::time_point();
context::time_point far() { return context::clock::now() + 10000h; }

// Sends as soon as somebody waits for it, on a channel without capacity.
template <class T>
void send_to_one_who_waits(channel<T>& to, T value) {
  while (!to.try_send(std::move(value))) boost::this_thread::yield();
}

template <class T>
T receive_from_one_who_waits(channel<T>& from) {
  for (;; boost::this_thread::yield()) {
    if (auto [item, closed] = from.try_receive(); item) {
      return *std::move(item);
    }
  }
}

std::vector<int> drained(channel<int>& from) {
  std::vector<int> items;
  for (const int item : from) items.push_back(item);
  return items;
}

template <class F>
std::string error_of(F function) {
  try {
    function();
    return "";
  } catch (const std::exception& caught) {
    return caught.what();
  }
}

const std::string send_on_closed = "send on closed channel";

// Throws from the move that is to fail, counted from 1.
struct fragile {
  explicit fragile(int number) : id(number) { ++alive; }
  fragile(fragile&& other) : id(other.id) {
    move();
    ++alive;
    other.id = 0;
  }
  fragile& operator=(fragile&& other) {
    move();
    id = std::exchange(other.id, 0);
    return *this;
  }
  ~fragile() { --alive; }

  static void move() {
    if (fails_in > 0 && --fails_in == 0) throw std::runtime_error("move");
  }

  int id;
  static inline int fails_in = 0;
  static inline int alive = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(without_capacity)

BOOST_AUTO_TEST_CASE(an_item_passes_from_hand_to_hand) {
  channel<std::string> words;
  thread sender([&] { words.send("hello"); });
  BOOST_TEST(words.receive().value() == "hello");
}

// Small ones travel otherwise than large ones.
template <class T>
void check_arrival(const T& sent) {
  for (const std::size_t capacity : {std::size_t{0}, std::size_t{1}}) {
    channel<T> items(capacity);
    thread sender([&] { items.send(sent); });
    const std::optional<T> item = items.receive();
    BOOST_TEST_REQUIRE(item.has_value());
    BOOST_TEST((*item == sent));
  }
}

BOOST_AUTO_TEST_CASE(items_of_every_size_arrive_as_they_were_sent) {
  struct nothing {
    bool operator==(const nothing&) const = default;
  };
  check_arrival(nothing{});
  check_arrival('x');
  check_arrival(std::array<char, 3>{'a', 'b', 'c'});
  check_arrival(-1.5);
  const int somewhere = 0;
  check_arrival(&somewhere);
  check_arrival(std::array<char, 9>{'i', 's', ' ', 'l', 'a', 'r', 'g', 'e'});
  check_arrival(std::string("has memory of its own"));
}

BOOST_AUTO_TEST_CASE(a_send_blocks_until_it_is_received) {
  channel<int> numbers;
  std::atomic<bool> receiving{false};
  bool was_receiving = false;
  thread sender([&] {
    numbers.send(1);
    was_receiving = receiving;
  });
  receiving = true;
  BOOST_TEST(numbers.receive().value() == 1);
  sender.join();
  BOOST_TEST(was_receiving);
}

BOOST_AUTO_TEST_CASE(a_receive_blocks_until_something_is_sent) {
  channel<int> numbers;
  std::atomic<bool> sending{false};
  bool was_sending = false;
  thread receiver([&] {
    if (numbers.receive() == 1) was_sending = sending;
  });
  sending = true;
  numbers.send(1);
  receiver.join();
  BOOST_TEST(was_sending);
}

BOOST_AUTO_TEST_CASE(try_send_needs_one_who_waits) {
  channel<int> numbers;
  BOOST_TEST(!numbers.try_send(1));
  std::optional<int> got;
  {
    thread receiver([&] { got = numbers.receive(); });
    send_to_one_who_waits(numbers, 2);
  }
  BOOST_TEST((got == 2));
}

BOOST_AUTO_TEST_CASE(try_receive_needs_one_who_waits) {
  channel<int> numbers;
  const auto [item, closed] = numbers.try_receive();
  BOOST_TEST(!item);
  BOOST_TEST(!closed);
  thread sender([&] { numbers.send(2); });
  BOOST_TEST(receive_from_one_who_waits(numbers) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(with_capacity)

BOOST_AUTO_TEST_CASE(as_many_sends_as_the_capacity_do_not_block) {
  for (const int capacity : {1, 2, 10}) {
    channel<int> numbers(static_cast<std::size_t>(capacity));
    for (int i = 0; i < capacity; ++i) numbers.send(i);
    BOOST_TEST(!numbers.try_send(capacity));
    BOOST_TEST((numbers.receive() == 0));
    BOOST_TEST(numbers.try_send(capacity));
    BOOST_TEST(!numbers.try_send(capacity + 1));
  }
}

BOOST_AUTO_TEST_CASE(a_send_blocks_while_the_channel_is_full) {
  channel<int> numbers(1);
  numbers.send(1);
  std::atomic<bool> receiving{false};
  bool was_receiving = false;
  thread sender([&] {
    numbers.send(2);
    was_receiving = receiving;
  });
  receiving = true;
  BOOST_TEST((numbers.receive() == 1));
  BOOST_TEST((numbers.receive() == 2));
  sender.join();
  BOOST_TEST(was_receiving);
}

BOOST_AUTO_TEST_CASE(a_receive_blocks_while_the_channel_is_empty) {
  channel<int> numbers(3);
  BOOST_TEST(!numbers.try_receive().item);
  thread sender([&] { numbers.send(1); });
  BOOST_TEST((numbers.receive() == 1));
}

BOOST_AUTO_TEST_CASE(an_item_for_one_who_waits_takes_no_place) {
  channel<int> numbers(1);
  std::optional<int> got;
  blocked_thread receiver([&] { got = numbers.receive(); });
  BOOST_TEST(numbers.try_send(1));
  BOOST_TEST(numbers.try_send(2));
  BOOST_TEST(!numbers.try_send(3));
  receiver.join();
  BOOST_TEST((got == 1));
}

BOOST_AUTO_TEST_CASE(a_place_that_is_freed_goes_to_the_send_that_waits) {
  channel<int> numbers(1);
  numbers.send(1);
  blocked_thread sender([&] { numbers.send(2); });
  BOOST_TEST((numbers.receive() == 1));
  BOOST_TEST(!numbers.try_send(3));
  BOOST_TEST((numbers.try_receive().item == 2));
}

BOOST_AUTO_TEST_CASE(no_more_capacity_than_memory) {
  const auto huge = static_cast<std::size_t>(-1);
  BOOST_CHECK_THROW(channel<int>{huge}, std::length_error);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(order)

BOOST_AUTO_TEST_CASE(items_are_received_in_the_order_in_which_they_were_sent) {
  std::vector<int> expected;
  for (int i = 0; i < 100; ++i) expected.push_back(i);
  for (const std::size_t capacity : {0u, 1u, 7u, 100u}) {
    channel<int> numbers(capacity);
    thread sender([&] {
      for (int i = 0; i < 100; ++i) numbers.send(i);
      numbers.close();
    });
    BOOST_TEST(drained(numbers) == expected, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(receivers_are_served_in_the_order_in_which_they_came) {
  for (const std::size_t capacity : {0u, 2u}) {
    channel<int> numbers(capacity);
    std::optional<int> got[5];
    std::deque<blocked_thread> receivers;
    for (auto& each : got) {
      receivers.emplace_back([&] { each = numbers.receive(); });
    }
    for (int i = 0; i < 5; ++i) BOOST_TEST(numbers.try_send(i));
    receivers.clear();
    for (int i = 0; i < 5; ++i) BOOST_TEST((got[i] == i));
  }
}

BOOST_AUTO_TEST_CASE(senders_are_served_in_the_order_in_which_they_came) {
  for (const int capacity : {0, 2}) {
    channel<int> numbers(static_cast<std::size_t>(capacity));
    for (int i = 0; i < capacity; ++i) numbers.send(i);
    std::deque<blocked_thread> senders;
    for (int i = capacity; i < 5; ++i) {
      senders.emplace_back([&numbers, i] { numbers.send(i); });
    }
    for (int i = 0; i < 5; ++i) BOOST_TEST((numbers.try_receive().item == i));
  }
}

BOOST_AUTO_TEST_CASE(each_item_is_received_once_by_one_receiver) {
  for (const std::size_t capacity : {0u, 3u}) {
    channel<int> numbers(capacity);
    std::vector<int> got[3];
    {
      std::deque<thread> receivers;
      for (auto& each : got) {
        receivers.emplace_back([&] { each = drained(numbers); });
      }
      for (int i = 0; i < 1000; ++i) numbers.send(i);
      numbers.close();
    }
    std::vector<int> all;
    for (auto& each : got) {
      BOOST_TEST(std::is_sorted(each.begin(), each.end()));
      all.insert(all.end(), each.begin(), each.end());
    }
    std::sort(all.begin(), all.end());
    BOOST_TEST_REQUIRE(all.size() == 1000u);
    for (int i = 0; i < 1000; ++i) {
      BOOST_TEST_REQUIRE(all[static_cast<std::size_t>(i)] == i);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(closing)

BOOST_AUTO_TEST_CASE(what_was_sent_before_the_close_can_still_be_received) {
  channel<int> numbers(3);
  numbers.send(1);
  numbers.send(2);
  numbers.close();
  BOOST_TEST((numbers.receive() == 1));
  BOOST_TEST((numbers.try_receive().item == 2));
  BOOST_TEST(!numbers.receive());
}

BOOST_AUTO_TEST_CASE(a_receive_from_a_closed_and_drained_channel_is_empty) {
  for (const std::size_t capacity : {0u, 3u}) {
    channel<int> numbers(capacity);
    numbers.close();
    for (int i = 0; i < 2; ++i) {
      BOOST_TEST(!numbers.receive());
      BOOST_TEST(!numbers.receive(context::background()));
      BOOST_TEST(numbers.try_receive().closed);
      BOOST_TEST(numbers.receive_until(far()).closed);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_close_ends_every_receive_that_waits) {
  for (const std::size_t capacity : {0u, 3u}) {
    channel<int> numbers(capacity);
    std::atomic<int> empty{0};
    std::deque<blocked_thread> receivers;
    for (int i = 0; i < 3; ++i) {
      receivers.emplace_back([&] {
        if (!numbers.receive()) ++empty;
      });
      receivers.emplace_back([&] {
        if (numbers.receive_until(far()).closed) ++empty;
      });
    }
    numbers.close();
    receivers.clear();
    BOOST_TEST(empty == 6);
  }
}

BOOST_AUTO_TEST_CASE(a_send_on_a_closed_channel_throws) {
  for (const std::size_t capacity : {0u, 3u}) {
    channel<int> numbers(capacity);
    numbers.close();
    const auto ctx = context::background();
    BOOST_TEST(error_of([&] { numbers.send(1); }) == send_on_closed);
    BOOST_TEST(error_of([&] { numbers.send(ctx, 1); }) == send_on_closed);
    BOOST_CHECK_THROW(static_cast<void>(numbers.try_send(1)), channel_closed);
    BOOST_CHECK_THROW(static_cast<void>(numbers.send_until(far(), 1)),
                      channel_closed);
    BOOST_TEST(!numbers.receive());
  }
}

BOOST_AUTO_TEST_CASE(a_send_that_waits_throws_when_the_channel_is_closed) {
  for (const std::size_t capacity : {0u, 1u}) {
    channel<int> numbers(capacity);
    for (std::size_t i = 0; i < capacity; ++i) numbers.send(1);
    std::string errors[2];
    {
      blocked_thread first(
          [&] { errors[0] = error_of([&] { numbers.send(2); }); });
      blocked_thread second(
          [&] { errors[1] = error_of([&] { numbers.send(2); }); });
      numbers.close();
    }
    for (const std::string& each : errors) BOOST_TEST(each == send_on_closed);
    BOOST_TEST(drained(numbers).size() == capacity);
  }
}

BOOST_AUTO_TEST_CASE(to_close_a_closed_channel_throws) {
  channel<int> numbers;
  numbers.close();
  BOOST_TEST(error_of([&] { numbers.close(); }) == "close of closed channel");
  BOOST_CHECK_THROW(numbers.close(), channel_closed);
}

BOOST_AUTO_TEST_CASE(of_many_who_close_one_succeeds) {
  channel<int> numbers;
  std::atomic<int> closed{0};
  {
    std::deque<thread> closers;
    for (int i = 0; i < 8; ++i) {
      closers.emplace_back([&] {
        if (error_of([&] { numbers.close(); }).empty()) ++closed;
      });
    }
  }
  BOOST_TEST(closed == 1);
}

BOOST_AUTO_TEST_CASE(a_range_for_ends_when_closed_and_drained) {
  channel<std::unique_ptr<int>> boxes(2);
  thread sender([&] {
    for (int i = 0; i < 10; ++i) boxes.send(std::make_unique<int>(i));
    boxes.close();
  });
  std::vector<std::unique_ptr<int>> kept;
  for (auto& each : boxes) kept.push_back(std::move(each));
  BOOST_TEST(kept.size() == 10u);
  for (const auto& each : boxes) BOOST_ERROR(*each);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(ends_of_waits)

BOOST_AUTO_TEST_CASE(a_wait_ends_at_its_time) {
  channel<int> numbers;
  const auto soon = [] { return context::clock::now() + 1ms; };
  BOOST_TEST(!numbers.send_until(soon(), 1));
  const auto [item, closed] = numbers.receive_until(soon());
  BOOST_TEST(!item);
  BOOST_TEST(!closed);
  BOOST_TEST(!numbers.try_receive().item);
}

BOOST_AUTO_TEST_CASE(what_can_be_done_at_once_is_done_whatever_the_time) {
  channel<int> numbers(1);
  BOOST_TEST(numbers.send_until(past, 1));
  BOOST_TEST(!numbers.send_until(past, 2));
  BOOST_TEST((numbers.receive_until(past).item == 1));
  BOOST_TEST(!numbers.receive_until(past).item);
}

BOOST_AUTO_TEST_CASE(a_wait_until_later_ends_with_the_item) {
  channel<int> numbers;
  bool sent = false;
  {
    thread sender([&] { sent = numbers.send_until(far(), 1); });
    BOOST_TEST((numbers.receive_until(far()).item == 1));
  }
  BOOST_TEST(sent);
}

BOOST_AUTO_TEST_CASE(a_cancel_ends_every_wait) {
  const auto [ctx, cancel] = with_cancel(context::background());
  channel<int> empty;
  channel<int> full(1);
  full.send(1);
  std::string errors[3];
  {
    blocked_thread receiver([&, &ctx = ctx] {
      errors[0] = error_of([&] { static_cast<void>(empty.receive(ctx)); });
    });
    blocked_thread sender(
        [&, &ctx = ctx] { errors[1] = error_of([&] { full.send(ctx, 2); }); });
    blocked_thread selector([&, &ctx = ctx] {
      errors[2] = error_of([&] { select(ctx, on_send(full, 3)); });
    });
    cancel();
  }
  for (const auto& each : errors) BOOST_TEST(each == "context canceled");
  BOOST_TEST((full.receive() == 1));
  BOOST_TEST(!full.try_receive().item);
  BOOST_TEST(!empty.try_send(1));
}

BOOST_AUTO_TEST_CASE(a_contexts_deadline_ends_a_wait) {
  const auto [ctx, cancel] = with_timeout(context::background(), 1ms);
  channel<int> numbers;
  BOOST_CHECK_THROW(numbers.send(ctx, 1), deadline_exceeded);
  BOOST_CHECK_THROW(static_cast<void>(numbers.receive(ctx)), deadline_exceeded);
  const auto [later, cancel_later] = with_timeout(context::background(), 1ms);
  BOOST_CHECK_THROW(static_cast<void>(numbers.receive(later)),
                    deadline_exceeded);
}

BOOST_AUTO_TEST_CASE(in_a_context_that_is_done_nothing_is_tried) {
  const auto [ctx, cancel] = with_cancel(context::background());
  cancel();
  channel<int> numbers(2);
  numbers.send(1);
  BOOST_CHECK_THROW(numbers.send(ctx, 2), canceled);
  BOOST_CHECK_THROW(static_cast<void>(numbers.receive(ctx)), canceled);
  BOOST_CHECK_THROW(select(ctx, on_send(numbers, 2)), canceled);
  numbers.close();
  BOOST_CHECK_THROW(numbers.send(ctx, 2), canceled);
  BOOST_CHECK_THROW(static_cast<void>(numbers.receive(ctx)), canceled);
  BOOST_TEST(drained(numbers).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_live_context_changes_nothing) {
  const auto [ctx, cancel] = with_cancel(context::background());
  channel<std::string> words;
  thread sender([&, &ctx = ctx] { words.send(ctx, "hello"); });
  BOOST_TEST((words.receive(ctx) == "hello"));
}

BOOST_AUTO_TEST_CASE(one_who_gave_up_is_not_served) {
  channel<int> numbers;
  BOOST_TEST(!numbers.receive_until(context::clock::now() + 1ms).item);
  BOOST_TEST(!numbers.try_send(1));
  BOOST_TEST(!numbers.send_until(context::clock::now() + 1ms, 1));
  BOOST_TEST(!numbers.try_receive().item);
}

BOOST_AUTO_TEST_CASE(an_interruption_does_not_end_a_wait) {
  channel<int> numbers;
  bool interrupted_after = false;
  blocked_thread receiver([&] {
    if (numbers.receive() != 1) std::abort();
    interrupted_after = boost::this_thread::interruption_requested();
  });
  receiver.interrupt();
  numbers.send(1);
  receiver.join();
  BOOST_TEST(interrupted_after);
}

// Each item either passes or comes back, and never both: whoever gave up
// still has what it wanted to send.
BOOST_AUTO_TEST_CASE(a_cancel_that_meets_an_item_loses_nothing) {
  for (int i = 0; i < 300; ++i) {
    const auto [ctx, cancel] = with_cancel(context::background());
    channel<std::unique_ptr<int>> boxes(static_cast<std::size_t>(i % 2));
    if (i % 2) boxes.send(nullptr);
    auto box = std::make_unique<int>(i);
    bool sent = false;
    std::optional<std::unique_ptr<int>> got;
    {
      thread sender([&, &ctx = ctx] {
        try {
          boxes.send(ctx, std::move(box));
          sent = true;
        } catch (const canceled&) {
        }
      });
      thread canceler([&cancel = cancel] { cancel(); });
      thread receiver([&] {
        const auto until = [] { return context::clock::now() + 100us; };
        got = boxes.receive_until(until()).item;
        if (i % 2) got = boxes.receive_until(until()).item;
      });
    }
    if (!got) got = boxes.try_receive().item;
    BOOST_TEST_REQUIRE(sent == (got && *got));
    BOOST_TEST_REQUIRE(sent == !box);
  }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(items)

BOOST_AUTO_TEST_CASE(an_item_that_is_not_sent_comes_back) {
  channel<std::unique_ptr<int>> boxes;
  auto box = std::make_unique<int>(1);
  BOOST_TEST(!boxes.try_send(std::move(box)));
  BOOST_TEST_REQUIRE(box);
  BOOST_TEST(!boxes.send_until(context::clock::now() + 1ms, std::move(box)));
  BOOST_TEST_REQUIRE(box);
  const auto [ctx, cancel] = with_timeout(context::background(), 1ms);
  BOOST_CHECK_THROW(boxes.send(ctx, std::move(box)), deadline_exceeded);
  BOOST_TEST_REQUIRE(box);
  std::string error;
  {
    blocked_thread sender(
        [&] { error = error_of([&] { boxes.send(std::move(box)); }); });
    boxes.close();
  }
  BOOST_TEST(error == send_on_closed);
  BOOST_TEST_REQUIRE(box);
  BOOST_CHECK_THROW(boxes.send(std::move(box)), channel_closed);
  BOOST_TEST(*box == 1);
}

BOOST_AUTO_TEST_CASE(what_is_sent_by_reference_is_copied) {
  channel<std::string> words(5);
  const std::string word = "a word that is too long for a small string";
  words.send(word);
  words.send(context::background(), word);
  BOOST_TEST(words.try_send(word));
  BOOST_TEST(words.send_until(past, word));
  select(on_send(words, word));
  BOOST_TEST(word.size() == 42u);
  words.close();
  int count = 0;
  for (const std::string& each : words) count += each == word;
  BOOST_TEST(count == 5);
}

BOOST_AUTO_TEST_CASE(what_is_left_is_destroyed_with_the_channel) {
  const auto item = std::make_shared<int>(1);
  {
    channel<std::shared_ptr<int>> items(3);
    items.send(item);
    items.send(item);
    BOOST_TEST(item.use_count() == 3);
  }
  BOOST_TEST(item.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(an_item_is_gone_from_the_channel_when_received) {
  const auto item = std::make_shared<int>(1);
  channel<std::shared_ptr<int>> items(3);
  items.send(item);
  static_cast<void>(items.receive());
  BOOST_TEST(item.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(if_a_move_throws_while_an_item_goes_in_nothing_is_sent) {
  channel<fragile> items(1);
  fragile item(7);
  fragile::fails_in = 1;
  BOOST_CHECK_THROW(items.send(std::move(item)), std::runtime_error);
  BOOST_TEST(item.id == 7);
  BOOST_TEST(!items.try_receive().item);
  items.send(std::move(item));
  BOOST_TEST(items.receive()->id == 7);
}

BOOST_AUTO_TEST_CASE(if_a_move_throws_while_an_item_comes_out_it_is_gone) {
  {
    channel<fragile> items(2);
    items.send(fragile(7));
    items.send(fragile(8));
    fragile::fails_in = 1;
    BOOST_CHECK_THROW(static_cast<void>(items.receive()), std::runtime_error);
    BOOST_TEST(items.receive()->id == 8);
    BOOST_TEST(!items.try_receive().item);
  }
  BOOST_TEST(fragile::alive == 0);
}

BOOST_AUTO_TEST_CASE(if_a_move_throws_while_an_item_goes_back_it_is_gone) {
  {
    channel<fragile> items;
    fragile item(7);
    fragile::fails_in = 2;
    BOOST_CHECK_THROW(static_cast<void>(items.try_send(std::move(item))),
                      std::runtime_error);
    BOOST_TEST(item.id == 0);
  }
  BOOST_TEST(fragile::alive == 0);
}

// A move that used the channel would never end if it ran under its lock.
BOOST_AUTO_TEST_CASE(an_items_moves_may_use_the_channel) {
  struct self_referring {
    explicit self_referring(channel<self_referring>* of) : home(of) {}
    self_referring(self_referring&& other) noexcept : home(other.home) {
      static_cast<void>(home->try_receive());
    }
    self_referring& operator=(self_referring&&) = default;
    ~self_referring() { static_cast<void>(home->try_receive()); }
    channel<self_referring>* home;
  };
  channel<self_referring> items(1);
  items.send(self_referring(&items));
  BOOST_TEST(!items.try_receive().item.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(selecting)

BOOST_AUTO_TEST_CASE(the_case_that_can_be_completed_is) {
  channel<int> empty;
  channel<int> numbers(1);
  numbers.send(1);
  int got = 0;
  const auto receive_numbers = [&] {
    return select(
        on_receive(empty, [](std::optional<int>) { std::abort(); }),
        on_send(empty, 2, [] { std::abort(); }),
        on_receive(numbers, [&](std::optional<int> item) { got = *item; }));
  };
  BOOST_TEST(receive_numbers() == 2u);
  BOOST_TEST(got == 1);
  bool sent = false;
  BOOST_TEST(select(on_send(empty, 1),
                    on_send(numbers, 2, [&] { sent = true; })) == 1u);
  BOOST_TEST(sent);
  BOOST_TEST((numbers.receive() == 2));
}

BOOST_AUTO_TEST_CASE(a_select_waits_for_whichever_comes_first) {
  for (int which = 0; which < 4; ++which) {
    channel<int> first;
    channel<std::string> second(2);
    channel<int> third;
    channel<int> fourth(1);
    fourth.send(0);
    std::size_t chosen = 9;
    blocked_thread selector([&] {
      chosen = select(on_receive(first, [](std::optional<int>) {}),
                      on_receive(second, [](std::optional<std::string>) {}),
                      on_send(third, 3), on_send(fourth, 4));
    });
    if (which == 0) first.send(1);
    if (which == 1) second.send("2");
    if (which == 2) BOOST_TEST((third.receive() == 3));
    if (which == 3) BOOST_TEST((fourth.receive() == 0));
    selector.join();
    BOOST_TEST(chosen == static_cast<std::size_t>(which));
    // It waits for none of them any more.
    BOOST_TEST(!first.try_send(1));
    BOOST_TEST(!third.try_receive().item);
    BOOST_TEST(fourth.try_receive().item.has_value());
    BOOST_TEST(!fourth.try_receive().item);
  }
}

BOOST_AUTO_TEST_CASE(two_who_select_meet) {
  channel<int> there;
  channel<int> back;
  const auto count = [](int& sent, int& received, channel<int>& out,
                        channel<int>& in) {
    while (sent + received < 1000) {
      select(on_send(out, sent, [&] { ++sent; }),
             on_receive(in, [&](std::optional<int>) { ++received; }));
    }
  };
  int sent[2] = {};
  int received[2] = {};
  {
    thread other([&] { count(sent[1], received[1], back, there); });
    count(sent[0], received[0], there, back);
  }
  BOOST_TEST(sent[0] == received[1]);
  BOOST_TEST(sent[1] == received[0]);
}

BOOST_AUTO_TEST_CASE(a_select_never_meets_itself) {
  channel<int> numbers;
  const auto chosen = select(on_send(numbers, 1),
                             on_receive(numbers, [](std::optional<int>) {}),
                             on_timeout(context::clock::now() + 1ms));
  BOOST_TEST(chosen == 2u);
}

BOOST_AUTO_TEST_CASE(a_channel_may_be_in_several_cases) {
  channel<int> numbers;
  std::optional<int> got;
  blocked_thread selector([&] {
    const auto keep = [&](std::optional<int> item) { got = item; };
    select(on_send(numbers, 1), on_receive(numbers, keep),
           on_receive(numbers, keep));
  });
  BOOST_TEST(numbers.try_send(2));
  selector.join();
  BOOST_TEST((got == 2));
  BOOST_TEST(!numbers.try_send(3));
  BOOST_TEST(!numbers.try_receive().item);
}

// Deterministic, since the sequence of choices is. Two thousand choices among
// four, each within a tenth of its share.
BOOST_AUTO_TEST_CASE(each_that_is_ready_is_chosen_equally_often) {
  channel<int> a;
  channel<int> b;
  channel<int> c(1);
  channel<int> never;
  a.close();
  b.close();
  int chosen[5] = {};
  for (int i = 0; i < 2000; ++i) {
    const auto ignore = [](std::optional<int>) {};
    ++chosen[select(on_receive(a, ignore), on_receive(never, ignore),
                    on_receive(b, ignore), on_send(c, 1),
                    on_receive(a, ignore))];
    static_cast<void>(c.try_receive());
    // Another select in between, on the same channels.
    select(on_receive(a, ignore), on_receive(b, ignore));
  }
  BOOST_TEST(chosen[1] == 0);
  for (const int which : {0, 2, 3, 4}) {
    BOOST_TEST(chosen[which] > 450);
    BOOST_TEST(chosen[which] < 550);
  }
}

BOOST_AUTO_TEST_CASE(the_choices_are_the_same_in_each_run) {
  const auto choices = [] {
    channel<int> channels[3];
    for (auto& each : channels) each.close();
    const auto ignore = [](std::optional<int>) {};
    std::vector<std::size_t> made;
    for (int i = 0; i < 100; ++i) {
      made.push_back(select(on_receive(channels[0], ignore),
                            on_receive(channels[1], ignore),
                            on_receive(channels[2], ignore)));
    }
    return made;
  };
  BOOST_TEST(choices() == choices(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(otherwise_is_for_when_nothing_can_be_completed) {
  channel<int> numbers(1);
  const auto ignore = [](std::optional<int>) {};
  bool none = false;
  BOOST_TEST(select(on_receive(numbers, ignore),
                    otherwise([&] { none = true; })) == 1u);
  BOOST_TEST(none);
  numbers.send(1);
  for (int i = 0; i < 100; ++i) {
    BOOST_TEST(select(otherwise([] { std::abort(); }),
                      on_receive(numbers, ignore)) == 1u);
    numbers.send(1);
  }
}

BOOST_AUTO_TEST_CASE(a_timeout_comes_second_to_what_can_be_completed) {
  channel<int> numbers(1);
  const auto ignore = [](std::optional<int>) {};
  bool late = false;
  BOOST_TEST(
      select(on_timeout(context::clock::now() + 1ms, [&] { late = true; }),
             on_receive(numbers, ignore)) == 0u);
  BOOST_TEST(late);
  numbers.send(1);
  BOOST_TEST(select(on_timeout(past), on_receive(numbers, ignore)) == 1u);
  BOOST_TEST(select(on_timeout(past), on_receive(numbers, ignore)) == 0u);
}

BOOST_AUTO_TEST_CASE(a_context_that_is_done_comes_first) {
  const auto [ctx, cancel] = with_cancel(context::background());
  cancel();
  channel<int> numbers(1);
  numbers.send(1);
  const auto ignore = [](std::optional<int>) { std::abort(); };
  BOOST_CHECK_THROW(select(ctx, on_receive(numbers, ignore), otherwise()),
                    canceled);
  BOOST_TEST((numbers.receive() == 1));
}

BOOST_AUTO_TEST_CASE(without_cases_a_select_waits_for_its_context) {
  const auto [ctx, cancel] = with_cancel(context::background());
  std::string error;
  {
    blocked_thread selector(
        [&, &ctx = ctx] { error = error_of([&] { select(ctx); }); });
    cancel();
  }
  BOOST_TEST(error == "context canceled");
}

BOOST_AUTO_TEST_CASE(a_case_that_is_left_out_is_never_completed) {
  channel<int> numbers(1);
  channel<std::unique_ptr<int>> boxes(1);
  numbers.close();
  auto box = std::make_unique<int>(1);
  const auto abort = [](std::optional<int>) { std::abort(); };
  for (int i = 0; i < 10; ++i) {
    BOOST_TEST(select(only_if(false, on_receive(numbers, abort)),
                      only_if(false, on_send(boxes, std::move(box))),
                      otherwise()) == 2u);
  }
  BOOST_TEST(box);
  BOOST_TEST(select(only_if(false, on_receive(numbers, abort)),
                    only_if(true, on_send(boxes, std::move(box))),
                    only_if(false, otherwise())) == 1u);
  BOOST_TEST(!box);
}

BOOST_AUTO_TEST_CASE(a_receive_is_completed_empty_when_the_channel_is_closed) {
  channel<int> numbers;
  channel<int> other;
  bool empty = false;
  blocked_thread selector([&] {
    select(
        on_receive(other, [](std::optional<int>) { std::abort(); }),
        on_receive(numbers, [&](std::optional<int> item) { empty = !item; }));
  });
  numbers.close();
  selector.join();
  BOOST_TEST(empty);
}

BOOST_AUTO_TEST_CASE(a_chosen_send_on_a_closed_channel_throws) {
  channel<int> closed;
  closed.close();
  channel<int> closed_later;
  std::string error;
  blocked_thread selector([&] {
    error = error_of(
        [&] { select(on_send(closed_later, 1, [] { std::abort(); })); });
  });
  closed_later.close();
  selector.join();
  BOOST_TEST(error == send_on_closed);
  BOOST_CHECK_THROW(select(on_send(closed, 1), otherwise()), channel_closed);
}

BOOST_AUTO_TEST_CASE(what_is_not_sent_is_back_before_a_handler_runs) {
  channel<std::unique_ptr<int>> boxes;
  channel<int> numbers(1);
  numbers.send(1);
  auto box = std::make_unique<int>(1);
  bool back = false;
  select(
      on_send(boxes, std::move(box)),
      on_receive(numbers, [&](std::optional<int>) { back = box != nullptr; }));
  BOOST_TEST(back);
}

BOOST_AUTO_TEST_CASE(what_a_handler_throws_leaves_select) {
  channel<int> numbers(1);
  BOOST_CHECK_THROW(
      select(on_send(numbers, 1, [] { throw std::runtime_error("handler"); })),
      std::runtime_error);
  BOOST_TEST((numbers.receive() == 1));
}

BOOST_AUTO_TEST_CASE(if_one_items_move_throws_the_others_come_back) {
  channel<std::unique_ptr<int>> boxes(1);
  channel<fragile> fragiles(1);
  auto box = std::make_unique<int>(1);
  fragile item(7);
  fragile::fails_in = 1;
  BOOST_CHECK_THROW(select(on_send(boxes, std::move(box)),
                           on_send(fragiles, std::move(item))),
                    std::runtime_error);
  BOOST_TEST(box);
  BOOST_TEST(item.id == 7);
}

BOOST_AUTO_TEST_CASE(if_one_item_cannot_go_back_the_others_do) {
  channel<fragile> fragiles;
  channel<std::unique_ptr<int>> first;
  channel<std::unique_ptr<int>> second;
  auto one = std::make_unique<int>(1);
  auto two = std::make_unique<int>(2);
  fragile item(7);
  fragile::fails_in = 2;
  BOOST_CHECK_THROW(
      select(on_send(first, std::move(one)), on_send(fragiles, std::move(item)),
             on_send(second, std::move(two)), otherwise([] {})),
      std::runtime_error);
  BOOST_TEST(one);
  BOOST_TEST(two);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(all_at_once)

// Four producers and four consumers on two channels. Every other thread
// selects; waits are cut short at every turn by a time or a context, and what
// came back is sent again. Whatever the schedule, each item arrives once.
BOOST_AUTO_TEST_CASE(every_item_arrives_exactly_once) {
  constexpr int producers = 4;
  constexpr int each = 300;
  for (const std::size_t capacity : {0u, 1u, 8u}) {
    channel<std::unique_ptr<int>> left(capacity);
    channel<std::unique_ptr<int>> right(8 - capacity);
    const auto moment = [] { return context::clock::now() + 20us; };
    const auto send = [&](int way, std::unique_ptr<int>& box) {
      auto& to = way % 2 ? left : right;
      switch (way / 2 % 4) {
        case 0:
          to.send(std::move(box));
          break;
        case 1:
          if (!to.send_until(moment(), std::move(box))) return;
          break;
        case 2:
          select(on_send(left, std::move(box)), on_timeout(moment()));
          break;
        default:
          try {
            const auto [ctx, cancel] = with_cancel(context::background());
            thread canceler([&cancel = cancel] { cancel(); });
            to.send(ctx, std::move(box));
          } catch (const canceled&) {
          }
      }
    };
    const auto produce = [&](int first) {
      int way = first;
      for (int i = first; i < first + each; ++i) {
        auto box = std::make_unique<int>(i);
        while (box) send(way++, box);
      }
    };
    std::atomic<int> arrived[producers * each] = {};
    const auto consume = [&](int way) {
      bool open[2] = {true, true};
      const auto take = [&](int side, std::optional<std::unique_ptr<int>> box) {
        if (box) {
          ++arrived[**box];
        } else {
          open[side] = false;
        }
      };
      for (; open[0] || open[1]; ++way) {
        try {
          const auto [ctx, cancel] = with_cancel(context::background());
          std::optional<thread> canceler;
          if (way % 4 == 0) canceler.emplace([&cancel = cancel] { cancel(); });
          select(
              ctx,
              only_if(
                  open[0],
                  on_receive(left, [&](auto box) { take(0, std::move(box)); })),
              only_if(open[1],
                      on_receive(right,
                                 [&](auto box) { take(1, std::move(box)); })),
              only_if(way % 3 == 0, on_timeout(moment())));
        } catch (const canceled&) {
        }
      }
    };
    {
      std::deque<thread> consuming;
      for (int i = 0; i < 4; ++i) {
        consuming.emplace_back([&, i] { consume(i); });
      }
      {
        std::deque<thread> producing;
        for (int i = 0; i < producers; ++i) {
          producing.emplace_back([&, i] { produce(i * each); });
        }
      }
      left.close();
      right.close();
    }
    BOOST_TEST(std::all_of(std::begin(arrived), std::end(arrived),
                           [](int count) { return count == 1; }));
  }
}

// The close comes while they send: what was sent arrives, what was not is
// still with its sender.
BOOST_AUTO_TEST_CASE(a_close_in_between_loses_nothing) {
  for (const std::size_t capacity : {0u, 4u}) {
    for (int round = 0; round < 50; ++round) {
      channel<std::unique_ptr<int>> boxes(capacity);
      std::atomic<int> sent{0};
      std::atomic<int> back{0};
      std::atomic<int> arrived{0};
      {
        std::deque<thread> threads;
        for (int i = 0; i < 3; ++i) {
          threads.emplace_back([&] {
            auto box = std::make_unique<int>();
            try {
              for (;;) {
                boxes.send(std::move(box));
                ++sent;
                box = std::make_unique<int>();
              }
            } catch (const channel_closed&) {
              if (box) ++back;
            }
          });
          threads.emplace_back([&] {
            for (const auto& box : boxes) arrived += box ? 1 : 1000000;
          });
        }
        while (arrived < round) boost::this_thread::yield();
        boxes.close();
      }
      BOOST_TEST_REQUIRE(sent == arrived);
      BOOST_TEST_REQUIRE(back == 3);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
