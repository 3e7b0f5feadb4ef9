// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Waits for the first of several sends and receives: Go's select.
//
//   - One case is completed, and then its handler is called, in the
//     caller's thread and under no lock.
//   - If several can be completed, one of them is chosen at random, all
//     equally likely. The sequence of choices is the same in each run.
//   - If none can, select waits. The end of the wait comes second: at
//     its time, on_timeout is called only if no other case could be
//     completed, and otherwise() does away with the waiting.
//   - A context that is done comes first: select throws its err(), and
//     has completed nothing.
//   - A receive on a closed and drained channel is completed at once,
//     empty; a send on a closed channel throws channel_closed if it is
//     chosen. What is not sent is moved back before any handler runs.
//   - A case that only_if leaves out is never completed, as one of Go's
//     nil channel. Without any case left, select waits for
//     its context for ever.
//   - A channel may be in several cases. A select never completes one
//     of its cases by another of its own.
//
// It blocks, throws, and orders threads as the send or receive that it
// completes; the cases that it does not complete order nothing.
//
//   bool open = true;
//   while (open) {
//     select(ctx,
//            on_receive(orders, [&](std::optional<order> next) {
//              open = next.has_value();
//              if (next) process(*next);
//            }),
//            on_send(status, describe(), [&] { ++reports; }),
//            on_timeout(deadline, [&] { open = false; }));
//   }

#include "concurrency/channel.hpp"
#include "concurrency/context.hpp"
#include "concurrency/detail/channel_case.hpp"
#include "concurrency/detail/channel_state.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace racelab {

namespace detail {

struct channel_access {
  template <class T>
  static channel_state& state(channel<T>& of) noexcept {
    return of.state_;
  }
};

class select_case {
 public:
  select_case(const select_case&) = delete;
  select_case& operator=(const select_case&) = delete;

  void enable(bool condition) noexcept { enabled_ = condition; }

 protected:
  select_case() = default;
  bool enabled() const noexcept { return enabled_; }

 private:
  bool enabled_ = true;
};

template <class T, class F>
class select_receive final : public select_case {
 public:
  static constexpr bool ends_wait = false;

  select_receive(channel<T>& from, F handler)
      : wanted_(channel_access::state(from)),
        handler_(std::move(handler)) {}

  channel_case* wanted() noexcept {
    return enabled() ? &wanted_ : nullptr;
  }
  void handle() { handler_(wanted_.take()); }

 private:
  receive_case<T> wanted_;
  F handler_;
};

// `Value` is T& for an item that comes back if it is not sent, T for
// one that was copied.
template <class T, class Value, class F>
class select_send final : public select_case {
 public:
  static constexpr bool ends_wait = false;

  select_send(channel<T>& to, Value value, F handler)
      : value_(static_cast<Value&&>(value)),
        wanted_(channel_access::state(to), value_),
        handler_(std::move(handler)) {}

  channel_case* wanted() noexcept {
    return enabled() ? &wanted_ : nullptr;
  }
  void handle() {
    if (wanted_.found_closed()) {
      throw channel_closed("send on closed channel");
    }
    handler_();
  }

 private:
  Value value_;
  send_case<T> wanted_;
  F handler_;
};

// The end of the wait, which is no case of the operation itself.
template <class F>
class select_timeout final : public select_case {
 public:
  static constexpr bool ends_wait = true;

  select_timeout(monotonic_time time, F handler)
      : time_(time), handler_(std::move(handler)) {}

  monotonic_time time() const noexcept {
    return enabled() ? time_ : never;
  }
  void handle() { handler_(); }

 private:
  monotonic_time time_;
  F handler_;
};

struct do_nothing {
  void operator()() const noexcept {}
};

template <class T>
concept any_select_case = std::derived_from<T, select_case>;

}  // namespace detail

// The cases, to be written as arguments of select. A handler is kept by
// value, an item to be sent is taken from where it is, or copied.

// Calls handler(std::optional<T>), as receive returns it.
template <class T, class F>
[[nodiscard]] detail::select_receive<T, F> on_receive(channel<T>& from,
                                                      F handler) {
  return {from, std::move(handler)};
}

// Calls handler().
template <class T, class F = detail::do_nothing>
[[nodiscard]] detail::select_send<T, T&, F> on_send(
    channel<T>& to, std::type_identity_t<T>&& value, F handler = {}) {
  return {to, value, std::move(handler)};
}

template <class T, class F = detail::do_nothing>
[[nodiscard]] detail::select_send<T, T, F> on_send(
    channel<T>& to, const std::type_identity_t<T>& value,
    F handler = {}) {
  return {to, value, std::move(handler)};
}

// Ends the wait at `time`, and calls handler().
template <class F = detail::do_nothing>
[[nodiscard]] detail::select_timeout<F> on_timeout(
    context::time_point time, F handler = {}) {
  return {time, std::move(handler)};
}

// Calls handler() if no other case can be completed: Go's default.
template <class F = detail::do_nothing>
[[nodiscard]] detail::select_timeout<F> otherwise(F handler = {}) {
  return {context::time_point::min(), std::move(handler)};
}

// Leaves the case out if the condition is false.
template <detail::any_select_case Case>
[[nodiscard]] Case&& only_if(bool condition, Case&& only) noexcept {
  only.enable(condition);
  return std::move(only);
}

// Returns which of the cases it was, counted from 0.
template <detail::any_select_case... Cases>
std::size_t select(const context& ctx, Cases&&... cases);

template <detail::any_select_case... Cases>
std::size_t select(Cases&&... cases) {
  return select(context::background(), std::move(cases)...);
}

// --------------------------------------------------------------------

namespace detail {

// The channel's cases that a select has, and how long it waits.
template <std::size_t Count>
class select_list {
 public:
  template <class Case>
  void add(Case& each) noexcept {
    if constexpr (Case::ends_wait) {
      until_ = each.time();
    } else if (channel_case* wanted = each.wanted()) {
      polled_[size_++] = wanted;
    }
  }

  channel_case* run(const context& ctx) {
    std::array<channel_case*, Count> locked = polled_;
    return channel_operation({polled_.data(), size_},
                             {locked.data(), size_})
        .run(ctx, until_);
  }

 private:
  std::array<channel_case*, Count> polled_{};
  std::size_t size_ = 0;
  monotonic_time until_ = never;
};

// Calls the handler if the case is the chosen one.
template <class Case>
bool handled(Case& each, const channel_case* chosen) {
  if constexpr (Case::ends_wait) {
    if (chosen) return false;
  } else {
    if (!chosen || each.wanted() != chosen) return false;
  }
  each.handle();
  return true;
}

}  // namespace detail

template <detail::any_select_case... Cases>
std::size_t select(const context& ctx, Cases&&... cases) {
  static_assert((0 + ... + int{Cases::ends_wait}) <= 1,
                "select: one on_timeout or otherwise at most");
  detail::select_list<sizeof...(Cases)> list;
  (list.add(cases), ...);
  const detail::channel_case* const chosen = list.run(ctx);
  if (!chosen) ctx.throw_if_done();
  std::size_t index = 0;
  static_cast<void>(
      ((detail::handled(cases, chosen) || (++index, false)) || ...));
  return index;
}

}  // namespace racelab
