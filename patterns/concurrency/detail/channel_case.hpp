// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/channel_state.hpp"
#include "concurrency/happens_before.hpp"

#include <optional>
#include <type_traits>
#include <utility>

// The cases of racelab::channel<T>: what of an operation depends on T.

namespace racelab::detail {

// Sends what it is given, or moves it back there.
template <class T>
class send_case final : public channel_case {
 public:
  send_case(channel_state& channel, T& value) noexcept
      : channel_case(channel, direction::send), value_(value) {}

  void prepare() override {
    item_.put(std::move(value_));
    happens_before::release(item_.address());
  }

  void settle() override {
    if (item_) {
      item_.template open<T>(
          [this](T&& back) { value_ = std::move(back); });
    } else {
      receipt_.acquire();
    }
  }

 private:
  T& value_;
};

template <class T>
class receive_case final : public channel_case {
 public:
  explicit receive_case(channel_state& channel) noexcept
      : channel_case(channel, direction::receive) {}

  void prepare() override { receipt_.release(); }

  void settle() override {
    if (item_) {
      happens_before::acquire(item_.address());
    } else if (found_closed()) {
      channel().acquire_close();
    }
  }

  // What was received, if anything. To be called once, after settle.
  std::optional<T> take() {
    if (!item_) return {};
    return item_.template open<T>(
        [](T&& value) { return std::optional<T>(std::move(value)); });
  }
};

}  // namespace racelab::detail
