// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/context.hpp"
#include "concurrency/detail/brief_wait.hpp"
#include "concurrency/detail/monotonic_wait.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <list>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

// What stands behind racelab::channel and racelab::select, for items of
// any type.
//
// A send, a receive and a select are one operation: a set of cases, one
// of which is completed. It is Go's algorithm (runtime/select.go): with
// all the channels locked, the first case that can be completed, in
// random order, is; if there is none, all are listed as waiting, and
// whoever comes later completes one of them.
//
// All that is done under a lock is bookkeeping, and moves pointers: an
// item travels in memory of its own, so that its moves and its
// destruction take place in the threads that send and receive it,
// outside of every lock. (One that is no more than a few bytes is
// copied as they are.) The edges travel in the same way.

namespace racelab::detail {

// An edge with an address of its own, which is handed on from the one
// who releases to the one who acquires. Other addresses would not do:
// those on a stack are soon used again, and what was ordered there
// before would still be. Takes no memory without the sanitizer.
class channel_edge {
 public:
  void release() {
#if RACELAB_TSAN_ANNOTATIONS
    make_address();
#endif
    happens_before::release(address_.get());
  }

  void acquire() const noexcept {
    if (address_) happens_before::acquire(address_.get());
  }

 private:
  void make_address() {
    happens_before::bookkeeping unseen;
    if (!address_) address_ = std::make_unique<char>();
  }

  std::unique_ptr<char> address_;
};

// An item on its way, or none.
class channel_item {
 public:
  channel_item() = default;
  channel_item(channel_item&& other) noexcept
      : full_(std::exchange(other.full_, false)),
        box_(std::move(other.box_)),
        bytes_(other.bytes_) {}
  channel_item& operator=(channel_item&& other) noexcept {
    full_ = std::exchange(other.full_, false);
    box_ = std::move(other.box_);
    bytes_ = other.bytes_;
    return *this;
  }

  explicit operator bool() const noexcept { return full_; }

  template <class T>
  void put(T&& value) {
    if constexpr (is_bytes<T>) {
      std::memcpy(bytes_.data(), &value, sizeof(T));
    } else {
      box_ = std::make_unique<box_of<T>>(std::move(value));
    }
    full_ = true;
  }

  // Hands over what was put in, a T, to be moved away.
  template <class T, class F>
  auto open(F function) {
    if constexpr (is_bytes<T>) {
      std::array<std::byte, sizeof(T)> own;
      std::memcpy(own.data(), bytes_.data(), sizeof(T));
      return function(std::bit_cast<T>(own));
    } else {
      return function(std::move(static_cast<box_of<T>&>(*box_).value));
    }
  }

  // Its memory, as the address of the edge from sender to receiver.
  const void* address() const noexcept { return box_.get(); }

 private:
  struct box {
    box() = default;
    virtual ~box() = default;
    box(const box&) = delete;
    box& operator=(const box&) = delete;
  };

  template <class T>
  struct box_of final : box {
    explicit box_of(T&& from) : value(std::move(from)) {}
    T value;
  };

  using few_bytes = std::array<std::byte, sizeof(void*)>;

  // The sanitizer would see copies under the lock as the user's.
  template <class T>
  static constexpr bool is_bytes =
      !RACELAB_TSAN_ANNOTATIONS && sizeof(T) <= sizeof(few_bytes) &&
      std::is_trivially_copyable_v<T>;

  bool full_ = false;
  std::unique_ptr<box> box_;
  few_bytes bytes_{};
};

class channel_state;
class channel_case;

// One blocked thread. The first decision what it goes on with holds.
class channel_waiter {
 public:
  // Null stands for none of the cases. False if it came too late.
  bool decide(channel_case* chosen) noexcept {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    if (decided_) return false;
    decided_ = true;
    chosen_ = chosen;
    decided_already_.set(true);
    changed_.notify_one();
    return true;
  }

  // Blocks until decided; from `until` on that is null. Most waits are
  // over before the thread would be asleep.
  channel_case* wait_until(monotonic_time until) {
    const boost::this_thread::disable_interruption uninterrupted;
    spin_until(looks_before_blocking,
               [this] { return decided_already_.get(); });
    boost::unique_lock<boost::mutex> lock(mutex_);
    while (!decided_ &&
           (until == never || monotonic_clock::now() < until)) {
      detail::wait_until(changed_, lock, until);
    }
    decided_ = true;
    return chosen_;
  }

 private:
  boost::mutex mutex_;
  boost::condition_variable changed_;
  hint<bool> decided_already_;
  bool decided_ = false;
  channel_case* chosen_ = nullptr;
};

using channel_queue = std::list<channel_case*>;

// One send or one receive that an operation may be completed by.
class channel_case {
 public:
  enum class direction { send, receive };

  channel_case(channel_state& channel, direction to) noexcept
      : channel_(&channel), direction_(to) {}
  channel_case(const channel_case&) = delete;
  channel_case& operator=(const channel_case&) = delete;

  // Called in the operation's own thread, under no lock: before it, and
  // when it is over, however it ended.
  virtual void prepare() = 0;
  virtual void settle() = 0;

  // Whether it seems that it could be completed by now.
  bool may_be_ready() const noexcept;

  // Completed, but only because the channel is closed.
  bool found_closed() const noexcept { return found_closed_; }

 protected:
  ~channel_case() = default;

  // What is to be sent, or has been received.
  channel_item item_;

  // The receive lets go of this edge, a send acquires it: for a channel
  // of capacity C, the k-th receive leaves it to the (k+C)-th send.
  channel_edge receipt_;

  channel_state& channel() const noexcept { return *channel_; }

 private:
  friend class channel_state;
  friend class channel_operation;
  friend class channel_locks;

  channel_state* channel_;
  direction direction_;
  bool found_closed_ = false;

  channel_waiter* waiter_ = nullptr;
  bool listed_ = false;
  channel_queue::iterator position_;
};

class channel_state {
 public:
  explicit channel_state(std::size_t capacity)
      : number_(next_number()), slots_(capacity) {}
  channel_state(const channel_state&) = delete;
  channel_state& operator=(const channel_state&) = delete;

  // False if it was closed before.
  bool close() {
    happens_before::bookkeeping unseen;
    boost::unique_lock<brief_mutex> lock(mutex_);
    if (closed_) return false;
    state_edge();
    closed_ = true;
    dismiss(senders_);
    dismiss(receivers_);
    return true;
  }

  // For a receive that found the channel closed.
  void acquire_close() const noexcept { closing_.acquire(); }

  bool is_buffered() const noexcept { return !slots_.empty(); }

  // Whether a send, or a receive, need not wait, as far as that can be
  // told without the lock.
  bool has_room() const noexcept {
    return count_seen_.get() < slots_.size();
  }
  bool has_items() const noexcept { return count_seen_.get() > 0; }

 private:
  friend class channel_operation;
  friend class channel_locks;

  struct slot {
    channel_item item;
    channel_edge receipt;
  };

  static std::uint64_t next_number() noexcept {
    happens_before::bookkeeping unseen;
    static std::atomic<std::uint64_t> made{0};
    return made.fetch_add(1, std::memory_order_relaxed);
  }

  // A second close must release nothing: hence here.
  void state_edge() {
    happens_before::seen edge;
    closing_.release();
  }

  // What follows is done under the lock.

  bool try_complete(channel_case& wanted) noexcept {
    return wanted.direction_ == channel_case::direction::send
               ? try_send(wanted)
               : try_receive(wanted);
  }

  bool try_send(channel_case& sender) noexcept {
    if (closed_) return sender.found_closed_ = true;
    if (channel_case* receiver = next(receivers_)) {
      pass(sender, *receiver);
      return true;
    }
    if (count_ == slots_.size()) return false;
    push(sender);
    return true;
  }

  bool try_receive(channel_case& receiver) noexcept {
    if (count_ > 0) {
      pop(receiver);
      if (channel_case* sender = next(senders_)) push(*sender);
      return true;
    }
    if (channel_case* sender = next(senders_)) {
      pass(*sender, receiver);
      return true;
    }
    return receiver.found_closed_ = closed_;
  }

  // To a receiver that finds no item waiting.
  void pass(channel_case& sender, channel_case& receiver) noexcept {
    if (slots_.empty()) {
      receiver.item_ = std::move(sender.item_);
      sender.receipt_ = std::move(receiver.receipt_);
    } else {
      push(sender);
      pop(receiver);
    }
  }

  void push(channel_case& sender) noexcept {
    slot& last = slots_[(first_ + count_) % slots_.size()];
    last.item = std::move(sender.item_);
    sender.receipt_ = std::move(last.receipt);
    count_seen_.set(++count_);
  }

  void pop(channel_case& receiver) noexcept {
    slot& front = slots_[first_];
    receiver.item_ = std::move(front.item);
    front.receipt = std::move(receiver.receipt_);
    first_ = (first_ + 1) % slots_.size();
    count_seen_.set(--count_);
  }

  // The first that waits and has not gone on with another case, or
  // because its wait is over; it goes on with this one.
  channel_case* next(channel_queue& queue) noexcept {
    while (!queue.empty()) {
      channel_case* const first = queue.front();
      delist(*first);
      if (first->waiter_->decide(first)) return first;
    }
    return nullptr;
  }

  void dismiss(channel_queue& queue) noexcept {
    while (channel_case* waiting = next(queue)) {
      waiting->found_closed_ = true;
    }
  }

  void enlist(channel_case& waiting, channel_waiter& waiter) {
    channel_queue& queue = queue_of(waiting);
    waiting.waiter_ = &waiter;
    waiting.position_ = queue.insert(queue.end(), &waiting);
    waiting.listed_ = true;
  }

  void delist(channel_case& waiting) noexcept {
    if (!waiting.listed_) return;
    queue_of(waiting).erase(waiting.position_);
    waiting.listed_ = false;
  }

  channel_queue& queue_of(const channel_case& waiting) noexcept {
    return waiting.direction_ == channel_case::direction::send
               ? senders_
               : receivers_;
  }

  // Below `bound`, by Knuth's linear congruential generator: random
  // enough to be fair, and the same in each run.
  std::size_t random(std::size_t bound) noexcept {
    random_ = random_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((random_ >> 33) % bound);
  }

  const std::uint64_t number_;
  brief_mutex mutex_;
  std::vector<slot> slots_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  hint<std::size_t> count_seen_;
  bool closed_ = false;
  channel_edge closing_;
  channel_queue senders_;
  channel_queue receivers_;
  std::uint64_t random_ = 0;
};

inline bool channel_case::may_be_ready() const noexcept {
  return direction_ == direction::send ? channel_->has_room()
                                       : channel_->has_items();
}

// Holds the locks of all the channels of some cases, which come sorted
// by channel.
class channel_locks {
 public:
  using cases = std::span<channel_case* const>;

  explicit channel_locks(cases sorted) : sorted_(sorted) {
    for_each_channel([](channel_state& each) { each.mutex_.lock(); });
  }
  ~channel_locks() {
    for_each_channel([](channel_state& each) { each.mutex_.unlock(); });
  }
  channel_locks(const channel_locks&) = delete;
  channel_locks& operator=(const channel_locks&) = delete;

 private:
  template <class F>
  void for_each_channel(F function) const {
    const channel_state* previous = nullptr;
    for (channel_case* each : sorted_) {
      if (each->channel_ != previous) function(*each->channel_);
      previous = each->channel_;
    }
  }

  cases sorted_;
};

// Completes one of several cases, in the thread that makes it.
class channel_operation {
 public:
  using cases = std::span<channel_case*>;

  // Both hold the same cases, and are put in order here.
  channel_operation(cases polled, cases locked) noexcept
      : polled_(polled), locked_(locked) {
    std::sort(locked_.begin(), locked_.end(),
              [](const channel_case* a, const channel_case* b) {
                return a->channel_->number_ < b->channel_->number_;
              });
  }

  // The case that was completed, or null: `until` has come, or `ctx` is
  // done.
  channel_case* run(const context& ctx, monotonic_time until) {
    channel_case* chosen = nullptr;
    try {
      for (channel_case* each : locked_) each->prepare();
      if (!ctx.done()) chosen = complete(ctx, until);
    } catch (...) {
      settle();
      throw;
    }
    settle();
    return chosen;
  }

 private:
  channel_case* complete(const context& ctx, monotonic_time until) {
    happens_before::bookkeeping unseen;
    channel_case* ready = complete_now();
    if (ready || until == monotonic_time::min()) return ready;
    if (becomes_ready()) ready = complete_now();
    return ready ? ready : wait(ctx, until);
  }

  // While nobody is listed as waiting, nobody has to be woken.
  bool becomes_ready() const noexcept {
    const auto any = [this](auto is) {
      return std::any_of(locked_.begin(), locked_.end(), is);
    };
    return any([](auto* each) {
             return each->channel_->is_buffered();
           }) &&
           spin_until(looks_before_blocking, [&any] {
             return any(
                 [](auto* each) { return each->may_be_ready(); });
           });
  }

  channel_case* complete_now() noexcept {
    const channel_locks all(locked_);
    return poll();
  }

  // The edges of after_cancel are not meant for the user: that is why
  // it is called, and its registration ended, unseen.
  channel_case* wait(const context& ctx, monotonic_time until) {
    channel_waiter waiter;
    const cancel_callback canceled =
        after_cancel(ctx, [&waiter] { waiter.decide(nullptr); });
    const listing enlisted(*this);
    if (channel_case* ready = complete_or_enlist(waiter)) return ready;
    return waiter.wait_until(until);
  }

  channel_case* complete_or_enlist(channel_waiter& waiter) {
    const channel_locks all(locked_);
    channel_case* const ready = poll();
    if (!ready) {
      for (channel_case* each : locked_) {
        each->channel_->enlist(*each, waiter);
      }
    }
    return ready;
  }

  // Takes the cases off their lists. Only when it has had the locks
  // may the cases be looked at: whoever completed one held its lock.
  struct listing {
    explicit listing(channel_operation& of) noexcept : owner(of) {}
    ~listing() {
      const channel_locks all(owner.locked_);
      for (channel_case* each : owner.locked_) {
        each->channel_->delist(*each);
      }
    }
    listing(const listing&) = delete;
    listing& operator=(const listing&) = delete;

    channel_operation& owner;
  };

  channel_case* poll() noexcept {
    shuffle();
    for (channel_case* each : polled_) {
      if (each->channel_->try_complete(*each)) return each;
    }
    return nullptr;
  }

  void shuffle() noexcept {
    for (std::size_t left = polled_.size(); left > 1; --left) {
      const std::size_t taken = locked_.front()->channel_->random(left);
      std::swap(polled_[left - 1], polled_[taken]);
    }
  }

  // Every case, whatever one of them throws.
  void settle() {
    std::exception_ptr first;
    for (channel_case* each : locked_) try {
        each->settle();
      } catch (...) {
        if (!first) first = std::current_exception();
      }
    if (first) std::rethrow_exception(first);
  }

  cases polled_;
  cases locked_;
};

// An operation with one case: true if it was completed.
inline bool run_alone(channel_case& wanted, const context& ctx,
                      monotonic_time until) {
  channel_case* polled[] = {&wanted};
  channel_case* locked[] = {&wanted};
  return channel_operation(polled, locked).run(ctx, until);
}

}  // namespace racelab::detail
