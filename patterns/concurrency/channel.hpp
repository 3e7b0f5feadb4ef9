// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A queue from threads to threads, on which both sides can wait: Go's
// channel, in C++.
//
// Go's rules, which hold here too:
//
//   1. Without capacity, a send and a receive wait for each other, and
//      the item passes from hand to hand.
//   2. With a capacity of C, a send waits only while C items that were
//      sent are not yet received.
//   3. Items are received in the order in which they were sent. Those
//      who wait are served in the order in which they came.
//   4. Each item sent is received once, by one receiver.
//   5. Closing says that no more will be sent. What was sent before can
//      still be received; from then on a receive returns at once, and
//      empty.
//   6. A send on a closed channel throws, and so does one that waits
//      when the channel is closed.
//   7. To close a closed channel throws.
//   8. A range-for over a channel ends when it is closed and drained.
//
// (Go's nil channel, which is never ready, is only_if in select.hpp.)
//
//   - A wait ends early at a time given, or when a context is done: the
//     operation then throws the context's err(). If the context is done
//     already, nothing is tried. If a wait is over just when the item
//     passes, one of the two holds: an item never passes unnoticed.
//     Waits are no interruption points of Boost.Thread, because an
//     interruption that came with an item would have to drop it.
//   - An item that is not sent, for whatever reason, is moved back to
//     where it came from. T's moves and destructors run in the threads
//     that send and receive, and under no lock. If a move throws while
//     an item goes in, nothing is sent. If one throws while an item
//     comes out, or goes back, that item is gone, and so is what the
//     same select has received.
//   - A channel can be neither copied nor moved. Share it by reference;
//     it must outlive every call, close included: to see it closed does
//     not mean that close has returned. What is left in it is destroyed
//     with it.
//   - All members but the destructor may be called by any thread at any
//     time. A `try_` blocks only for a moment's lock.
//
// What precedes, in the thread that does it,
//
//   - a send happens before what follows the receive of its item;
//   - the close, before what follows a receive that it made empty;
//   - the k-th receive on a channel of capacity C, before what follows
//     the (k+C)-th send. Without capacity: a receive, before what
//     follows the send of its item.
//
// (The Go Memory Model, "Channel communication".) Nothing else here
// orders two threads; nor does what did not succeed. If a context ends
// a wait, the cancel is seen as by its throw_if_done.
//
//   channel<order> orders(10);
//   group.go([&] {
//     while (auto next = read()) orders.send(ctx, *std::move(next));
//     orders.close();
//   });
//   for (order& each : orders) process(each);

#include "concurrency/context.hpp"
#include "concurrency/detail/channel_case.hpp"
#include "concurrency/detail/channel_state.hpp"

#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

namespace racelab {

namespace detail {
struct channel_access;
}  // namespace detail

// Thrown by a send on a closed channel, and by a second close.
class channel_closed : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// What came of an attempt to receive. Without an item the channel is
// either closed and drained, or there was none in time.
template <class T>
struct received {
  std::optional<T> item;
  bool closed = false;
};

template <class T>
class channel {
  static_assert(std::movable<T>);

 public:
  using value_type = T;
  using time_point = context::time_point;
  class iterator;

  // The memory for `capacity` pointers is taken here; throws
  // std::length_error or std::bad_alloc if there is none.
  explicit channel(std::size_t capacity = 0) : state_(capacity) {}

  // Blocks until the item is received or has a place in the channel.
  // Throws channel_closed if it is closed.
  void send(T&& value) {
    send(context::background(), std::move(value));
  }
  void send(const T& value) { send(T(value)); }

  // The same, and throws ctx.err() as soon as `ctx` is done. Throws
  // boost::thread_resource_error if `ctx` has a deadline and the timer
  // cannot start.
  void send(const context& ctx, T&& value);
  void send(const context& ctx, const T& value) { send(ctx, T(value)); }

  // False if that cannot be done without blocking. Throws
  // channel_closed if the channel is closed.
  [[nodiscard]] bool try_send(T&& value);
  [[nodiscard]] bool try_send(const T& value) {
    return try_send(T(value));
  }

  // False if that could not be done until then. Throws channel_closed
  // if the channel is closed. Once the time has passed it is try_send.
  [[nodiscard]] bool send_until(time_point time, T&& value);
  [[nodiscard]] bool send_until(time_point time, const T& value) {
    return send_until(time, T(value));
  }

  // Blocks until there is an item, or none will come: empty if the
  // channel is closed and drained.
  [[nodiscard]] std::optional<T> receive() {
    return receive(context::background());
  }

  // The same, and throws ctx.err() as soon as `ctx` is done; otherwise
  // as the send with a context.
  [[nodiscard]] std::optional<T> receive(const context& ctx);

  // Does not block.
  [[nodiscard]] received<T> try_receive();

  // Blocks until then at most. Once the time has passed it is
  // try_receive.
  [[nodiscard]] received<T> receive_until(time_point time);

  // Does not block. Throws channel_closed if the channel is closed.
  void close() {
    if (!state_.close())
      throw channel_closed("close of closed channel");
  }

  // For range-for: begin and each step receive an item. The loop may
  // move it away.
  iterator begin() { return iterator(*this); }
  std::default_sentinel_t end() noexcept { return {}; }

 private:
  friend struct detail::channel_access;

  bool complete_send(const context& ctx, time_point until, T& value);
  received<T> complete_receive(const context& ctx, time_point until);

  detail::channel_state state_;
};

// Closes the channel at the end of its scope, however that is left. One
// that is closed by then ends the program.
template <class T>
class [[nodiscard]] closing {
 public:
  explicit closing(channel<T>& what) noexcept : what_(what) {}
  ~closing() { what_.close(); }
  closing(const closing&) = delete;
  closing& operator=(const closing&) = delete;

 private:
  channel<T>& what_;
};

// One pass only: all iterators of a channel take from the same items.
template <class T>
class channel<T>::iterator {
 public:
  using iterator_concept = std::input_iterator_tag;
  using value_type = T;
  using difference_type = std::ptrdiff_t;

  explicit iterator(channel& from) : from_(&from) { ++*this; }

  T& operator*() const noexcept { return *item_; }
  iterator& operator++() {
    item_ = from_->receive();
    return *this;
  }
  void operator++(int) { ++*this; }
  bool operator==(std::default_sentinel_t) const noexcept {
    return !item_;
  }

 private:
  channel* from_;
  mutable std::optional<T> item_;
};

// --------------------------------------------------------------------

template <class T>
void channel<T>::send(const context& ctx, T&& value) {
  if (!complete_send(ctx, time_point::max(), value))
    ctx.throw_if_done();
}

template <class T>
bool channel<T>::try_send(T&& value) {
  return complete_send(context::background(), time_point::min(), value);
}

template <class T>
bool channel<T>::send_until(time_point time, T&& value) {
  return complete_send(context::background(), time, value);
}

template <class T>
std::optional<T> channel<T>::receive(const context& ctx) {
  received<T> result = complete_receive(ctx, time_point::max());
  if (!result.item && !result.closed) ctx.throw_if_done();
  return std::move(result.item);
}

template <class T>
received<T> channel<T>::try_receive() {
  return complete_receive(context::background(), time_point::min());
}

template <class T>
received<T> channel<T>::receive_until(time_point time) {
  return complete_receive(context::background(), time);
}

template <class T>
bool channel<T>::complete_send(const context& ctx, time_point until,
                               T& value) {
  detail::send_case<T> wanted(state_, value);
  if (!detail::run_alone(wanted, ctx, until)) return false;
  if (wanted.found_closed()) {
    throw channel_closed("send on closed channel");
  }
  return true;
}

template <class T>
received<T> channel<T>::complete_receive(const context& ctx,
                                         time_point until) {
  detail::receive_case<T> wanted(state_);
  if (!detail::run_alone(wanted, ctx, until)) return {};
  return {wanted.take(), wanted.found_closed()};
}

}  // namespace racelab
