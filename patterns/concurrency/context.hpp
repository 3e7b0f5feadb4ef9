// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A context carries the wish to stop, a deadline, and values of a
// request down a call tree: Go's package context, in C++.
//
//   - A context is done once it is canceled or its deadline has passed,
//     and stays done. The first of the two, and the first cause, wins.
//   - Canceling a context cancels all that is derived from it, and
//     never what it is derived from. The earliest deadline of the chain
//     holds.
//   - A context is a cheap handle. Copies may be used by any number of
//     threads at once, and may outlive whoever made them.
//   - A context that is canceled, or that nobody holds any more, costs
//     its parent nothing.
//   - What precedes a cancel happens before whatever follows the moment
//     another thread sees the context canceled: by done, err, cause,
//     throw_if_done, sleep_for, sleep_until, wait, a callback, or the
//     stop token. Nothing else here orders two threads.
//   - Deadlines are looked at, not waited for. Only a callback or a
//     stop token of a context with a deadline needs a thread: one for
//     the whole process, and only while such a deadline is pending.
//
//   std::string fetch(const context& ctx, const std::string& url) {
//     auto [limited, cancel] = with_timeout(ctx, 2s);
//     while (!ready(url)) {
//       if (!limited.sleep_for(10ms)) limited.throw_if_done();
//     }
//     return body(url);
//   }

#include "concurrency/detail/context_state.hpp"
#include "concurrency/detail/context_value.hpp"

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace racelab {

namespace detail {
struct context_access;
}  // namespace detail

// What err() holds once a context is canceled.
class canceled : public std::runtime_error {
 public:
  canceled() : canceled("context canceled") {}

 protected:
  using std::runtime_error::runtime_error;
};

// What err() holds once a context's deadline has passed.
class deadline_exceeded : public canceled {
 public:
  deadline_exceeded() : canceled("context deadline exceeded") {}
};

class context {
 public:
  using clock = std::chrono::steady_clock;
  using time_point = clock::time_point;

  // Never done, without deadline and without values: the root.
  static context background() noexcept { return {}; }

  // Never blocks: one atomic load, and a look at the clock where there
  // is a deadline.
  bool done() const noexcept { return state_ && state_->done(); }

  // Null while alive, then a canceled or a deadline_exceeded.
  std::exception_ptr err() const;

  // Null while alive, then what was given to the cancel that won, or
  // err() if it was given nothing.
  std::exception_ptr cause() const;

  // Throws err() if done.
  void throw_if_done() const;

  // The earliest deadline of this context and all it is derived from.
  std::optional<time_point> deadline() const noexcept;

  // The value that with_value<Key> put nearest to this context, or null
  // if there is none. It lives as long as some context derived from it.
  template <class Key>
  const typename Key::value_type* value() const noexcept;

  // Block until the time has come, then return true; return false as
  // soon as the context is done. Interruption points of Boost.Thread.
  template <class Rep, class Period>
  bool sleep_for(std::chrono::duration<Rep, Period> duration) const;
  bool sleep_until(time_point time) const;

  // Blocks until done: for ever, if nothing can end this context. An
  // interruption point of Boost.Thread.
  void wait() const { sleep_until(time_point::max()); }

  // Stop is requested when the context is canceled or its deadline
  // passes. Stop callbacks run in the thread that cancels, or in the
  // timer's. A background's token never stops. The token does not keep
  // the context alive; when nobody holds that any more, stop will never
  // be requested. The reference count inside a std::stop_token orders
  // the threads that drop copies of it.
  //
  // Throws boost::thread_resource_error if the timer cannot start.
  std::stop_token stop_token() const;

 private:
  friend struct detail::context_access;
  friend class cancel_callback;
  template <class Key>
  friend context with_value(const context&, typename Key::value_type);

  context() noexcept = default;

  context(detail::context_state_ptr state,
          detail::context_value_ptr values) noexcept
      : state_(std::move(state)), values_(std::move(values)) {}

  detail::context_status status() const noexcept {
    return state_ ? state_->status() : detail::context_status::alive;
  }

  detail::context_state_ptr state_;
  detail::context_value_ptr values_;
};

// Cancels the context it came with. Any copy may be called, any number
// of times, by any thread. By the first call all that is derived from
// the context is done as well; then it runs their callbacks, in its
// thread, and returns. The other calls do nothing and wait for nothing.
// It need not be called for a context to be freed.
class cancel_function {
 public:
  void operator()() const noexcept {
    // A callback may destroy this.
    if (const auto kept = state_) kept->cancel(nullptr);
  }

 private:
  friend struct detail::context_access;

  explicit cancel_function(detail::context_state_ptr state) noexcept
      : state_(std::move(state)) {}

  detail::context_state_ptr state_;
};

// The same with a cause; a null cause means plain canceled.
class cancel_cause_function {
 public:
  void operator()(const std::exception_ptr& cause) const noexcept {
    if (const auto kept = state_) kept->cancel(cause);
  }

 private:
  friend struct detail::context_access;

  explicit cancel_cause_function(
      detail::context_state_ptr state) noexcept
      : state_(std::move(state)) {}

  detail::context_state_ptr state_;
};

// A derived context and what cancels it. Dropping both does not cancel
// what was derived from the context and is still in use.
struct cancellable {
  context ctx;
  cancel_function cancel;
};

struct cancellable_with_cause {
  context ctx;
  cancel_cause_function cancel;
};

namespace detail {

struct context_access {
  template <class Cancellable>
  static Cancellable derive(const context& parent,
                            monotonic_time deadline) {
    using cancel = decltype(Cancellable::cancel);
    auto state = context_state::make(parent.state_, deadline);
    return {context(state, parent.values_), cancel(state)};
  }
};

}  // namespace detail

// A context that is done as soon as its parent is done or cancel is
// called. Born done if the parent is.
[[nodiscard]] inline cancellable with_cancel(const context& parent) {
  return detail::context_access::derive<cancellable>(parent,
                                                     detail::never);
}

// The same, with a cancel that takes the cause.
[[nodiscard]] inline cancellable_with_cause with_cancel_cause(
    const context& parent) {
  return detail::context_access::derive<cancellable_with_cause>(
      parent, detail::never);
}

// The same as with_cancel, and done at the deadline at the latest. A
// deadline later than the parent's changes nothing.
[[nodiscard]] inline cancellable with_deadline(
    const context& parent, context::time_point deadline) {
  return detail::context_access::derive<cancellable>(parent, deadline);
}

// The same, with the deadline given from now.
template <class Rep, class Period>
[[nodiscard]] cancellable with_timeout(
    const context& parent, std::chrono::duration<Rep, Period> timeout) {
  return with_deadline(parent, detail::from_now(timeout));
}

// A context that carries a value; done when its parent is done. The key
// is a type of the caller's own, so that no two libraries collide:
//
//   struct request_id { using value_type = std::string; };
//   const context ctx = with_value<request_id>(parent, "4711");
//   if (const std::string* id = ctx.value<request_id>()) log(*id);
template <class Key>
[[nodiscard]] context with_value(const context& parent,
                                 typename Key::value_type value) {
  return {parent.state_,
          detail::context_value_ptr(new detail::keyed_value<Key>(
              parent.values_, std::move(value)))};
}

// The registration that after_cancel returns. It owns the callback:
// destroying it deregisters the callback, and blocks while another
// thread is running it.
class [[nodiscard]] cancel_callback {
 public:
  cancel_callback(cancel_callback&&) noexcept = default;
  cancel_callback& operator=(cancel_callback&& other) noexcept;
  ~cancel_callback() { reset(); }

  // Never blocks. True if this call prevented the callback from ever
  // being called; false if it has been called, is being called, or was
  // stopped before.
  bool stop() noexcept;

 private:
  template <class F>
  friend cancel_callback after_cancel(const context& ctx, F&& callback);

  cancel_callback(const context& ctx,
                  std::shared_ptr<detail::cancel_listener> listener);

  void reset() noexcept;

  detail::context_state_ptr state_;
  std::shared_ptr<detail::cancel_listener> listener_;
};

// Calls `callback` once, as soon as `ctx` is done: in the thread that
// cancels it, in the timer's thread at its deadline, or here and now if
// it is done already. A callback that throws ends the program.
//
// What precedes after_cancel happens before the callback's start, and
// its end before the registration's destruction is over.
//
// Throws boost::thread_resource_error if the timer cannot start.
template <class F>
cancel_callback after_cancel(const context& ctx, F&& callback);

// --------------------------------------------------------------------

inline std::exception_ptr context::err() const {
  switch (status()) {
    case detail::context_status::alive:
      return nullptr;
    case detail::context_status::canceled:
      return std::make_exception_ptr(canceled());
    case detail::context_status::expired:
      break;
  }
  return std::make_exception_ptr(deadline_exceeded());
}

inline std::exception_ptr context::cause() const {
  if (status() == detail::context_status::alive) return nullptr;
  std::exception_ptr given = state_->cause();
  return given ? given : err();
}

inline void context::throw_if_done() const {
  if (std::exception_ptr error = err()) std::rethrow_exception(error);
}

inline std::optional<context::time_point> context::deadline()
    const noexcept {
  if (!state_ || state_->deadline() == detail::never) return {};
  return state_->deadline();
}

template <class Key>
const typename Key::value_type* context::value() const noexcept {
  if (!values_) return nullptr;
  return static_cast<const typename Key::value_type*>(
      values_->find(typeid(Key)));
}

template <class Rep, class Period>
bool context::sleep_for(
    std::chrono::duration<Rep, Period> duration) const {
  return sleep_until(detail::from_now(duration));
}

inline bool context::sleep_until(time_point time) const {
  if (state_) return !state_->wait_until(time);
  detail::sleep_until(time);
  return true;
}

inline std::stop_token context::stop_token() const {
  return state_ ? state_->stop_token() : std::stop_token();
}

namespace detail {

template <class F>
class cancel_listener_of final : public cancel_listener {
 public:
  explicit cancel_listener_of(F callback)
      : callback_(std::move(callback)) {}

  // The canceler may drop it after its registration is gone.
  void run() noexcept override {
    (*callback_)();
    callback_.reset();
  }

 private:
  std::optional<F> callback_;
};

}  // namespace detail

inline cancel_callback::cancel_callback(
    const context& ctx,
    std::shared_ptr<detail::cancel_listener> listener)
    : state_(ctx.state_), listener_(std::move(listener)) {
  if (state_) state_->listen(listener_);
}

inline cancel_callback& cancel_callback::operator=(
    cancel_callback&& other) noexcept {
  reset();
  state_ = std::move(other.state_);
  listener_ = std::move(other.listener_);
  return *this;
}

inline bool cancel_callback::stop() noexcept {
  if (!state_) return std::exchange(listener_, nullptr) != nullptr;
  return state_->ignore(*listener_);
}

inline void cancel_callback::reset() noexcept {
  if (!state_ || stop()) return;
  state_->await_end_of(*listener_);
}

template <class F>
cancel_callback after_cancel(const context& ctx, F&& callback) {
  using listener = detail::cancel_listener_of<std::decay_t<F>>;
  return {ctx, std::make_shared<listener>(std::forward<F>(callback))};
}

}  // namespace racelab
