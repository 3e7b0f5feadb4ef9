// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/detail/deadline_timer.hpp"
#include "concurrency/detail/listed.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <list>
#include <memory>
#include <stop_token>
#include <utility>

// What stands behind racelab::context: the tree of cancellable states.
//
// A child owns its parent; the parent only lists its children, so that
// a child which nobody holds any more is gone. No two states' mutexes
// are ever held at once, but for settling_, which is locked before all
// others, a parent's before its child's. None is held while user code
// runs. All writes to a state, its construction included, are
// bookkeeping; reads outside of it are of members that do not change
// any more, and of atomics.

namespace racelab::detail {

enum class context_status { alive, canceled, expired };

// A user's function that waits for the cancellation of a state.
class cancel_listener {
 public:
  virtual ~cancel_listener() = default;
  virtual void run() noexcept = 0;

 private:
  friend class context_state;
  enum class phase { waiting, running, over };
  phase phase_ = phase::waiting;
  boost::thread::id runner_;
  std::list<std::shared_ptr<cancel_listener>>::iterator position_;
};

class context_state;
using context_state_ptr = boost::intrusive_ptr<context_state>;

class context_state final : public listed, private deadline_listener {
 public:
  static context_state_ptr make(const context_state_ptr& parent,
                                monotonic_time deadline) {
    happens_before::bookkeeping unseen;
    context_state_ptr child(new context_state(parent, deadline));
    if (parent) parent->adopt(*child);
    return child;
  }

  context_state(const context_state&) = delete;
  context_state& operator=(const context_state&) = delete;

  monotonic_time deadline() const noexcept { return deadline_; }

  // One load, and a look at the clock where there is a deadline.
  bool done() const noexcept {
    if (load_status() == context_status::alive) return past_deadline();
    happens_before::acquire(canceler_);
    return true;
  }

  // If the clock has reached the deadline before anybody asked or
  // canceled, this decides it: from then on the answer stays.
  context_status status() const noexcept {
    if (load_status() == context_status::alive) {
      if (!past_deadline()) return context_status::alive;
      settle_expired();
    }
    happens_before::acquire(canceler_);
    return load_status();
  }

  // What was given with the cancellation, or null.
  std::exception_ptr cause() const noexcept {
    happens_before::bookkeeping unseen;
    return load_status() == context_status::canceled ? canceler_->cause_
                                                     : nullptr;
  }

  // Blocks until done or `until`; true if done.
  bool wait_until(monotonic_time until) const {
    block_until(std::min(until, deadline_));
    return done();
  }

  // The first call wins. When it runs the first listener, all
  // descendants are done too; when it returns, the listeners of all of
  // them have run.
  void cancel(const std::exception_ptr& cause) noexcept {
    if (load_status() != context_status::alive) return;
    context_state* observed = nullptr;
    if (settle_tree(cause, observed) != settlement::observed) return;
    notify_listeners();
    while (observed) take_first(observed)->notify_listeners();
  }

  // If done already, the listener runs at once in this thread.
  void listen(const std::shared_ptr<cancel_listener>& listener) {
    happens_before::release(listener.get());
    if (enlist(listener)) return;
    status();  // The cancel happens before the callback here too.
    listener->run();
  }

  // True if the listener has not run and never will.
  bool ignore(cancel_listener& listener) noexcept {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    if (listener.phase_ != cancel_listener::phase::waiting)
      return false;
    listener.phase_ = cancel_listener::phase::over;
    listeners_.erase(listener.position_);
    if (!somebody_listens()) disarm();
    return true;
  }

  // Blocks while another thread is running the listener.
  void await_end_of(const cancel_listener& listener) noexcept {
    block_while_running(listener);
    happens_before::acquire(&listener);
  }

  std::stop_token stop_token() {
    open_stop_source();
    if (done()) request_stop();
    happens_before::bookkeeping unseen;
    return stop_source_.get_token();
  }

 private:
  friend void intrusive_ptr_add_ref(context_state* state) noexcept {
    state->owners_.fetch_add(1, std::memory_order_relaxed);
  }

  // A loop, since a long chain of contexts may end with its last one.
  // The cause goes with it, unseen: the standard library counts the
  // owners of an exception where the sanitizer does not look. It does
  // look where it counts those of a stop state.
  friend void intrusive_ptr_release(context_state* state) noexcept {
    happens_before::bookkeeping unseen;
    while (state && state->disown()) {
      state->leave_parent();
      state->disarm();
      state->drop_stop_source();
      context_state* const parent = state->parent_.detach();
      delete state;
      state = parent;
    }
  }

  // It may be the last owner of what a token of the user's looks at.
  void drop_stop_source() noexcept {
    if (!stop_source_.stop_possible()) return;
    std::stop_source taken = std::move(stop_source_);
    happens_before::seen counted;
    const std::stop_source dropped = std::move(taken);
  }

  context_state(const context_state_ptr& parent,
                monotonic_time deadline)
      : parent_(parent),
        deadline_(parent ? std::min(parent->deadline_, deadline)
                         : deadline) {}

  ~context_state() = default;

  // The store it pairs with is made in a bookkeeping section, so that
  // this orders nothing for the sanitizer; acquire(canceler_) does.
  context_status load_status() const noexcept {
    return status_.load(std::memory_order_acquire);
  }

  bool past_deadline() const noexcept {
    return deadline_ != never && monotonic_clock::now() >= deadline_;
  }

  bool disown() noexcept {
    return owners_.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }

  // The deadline_listener's part.

  bool try_retain() noexcept override {
    int owners = owners_.load(std::memory_order_relaxed);
    while (owners != 0 &&
           !owners_.compare_exchange_weak(owners, owners + 1,
                                          std::memory_order_relaxed)) {
    }
    return owners != 0;
  }

  void release() noexcept override { intrusive_ptr_release(this); }

  void expire() noexcept override {
    settle_expired();
    leave_parent();
    happens_before::seen user_code;
    notify_listeners();
  }

  void arm() {
    if (deadline_ == never) return;
    deadline_timer::instance().arm(*this, deadline_);
    timed_ = true;
  }

  void disarm() noexcept {
    if (timed_) deadline_timer::instance().disarm(*this);
  }

  // From alive to one of the other two, once.

  enum class settlement {
    late,      // another call did it
    alone,     // nobody listens, and there are no children
    observed,  // listeners and children are to be told
  };

  // The edge is stated by the cancel that won, between the decision and
  // its publication; descendants share it and its cause, and they keep
  // the canceler's state alive. From then on nobody joins the listeners
  // and children.
  settlement settle(const context_state& canceler,
                    const std::exception_ptr& cause = {}) noexcept {
    happens_before::bookkeeping unseen;
    waiters_call after_unlock(*this);
    boost::unique_lock<boost::mutex> lock(mutex_);
    if (load_status() != context_status::alive) return settlement::late;
    disarm();
    after_unlock.is_due = waiting_ > 0;
    if (past_deadline()) {
      publish(context_status::expired);
    } else {
      canceler_ = &canceler;
      if (canceler_ == this) {
        cause_ = cause;
        state_edge();
      }
      publish(context_status::canceled);
    }
    return somebody_listens() || !children_.empty()
               ? settlement::observed
               : settlement::alone;
  }

  void settle_expired() const noexcept {
    happens_before::bookkeeping unseen;
    waiters_call after_unlock(*this);
    boost::unique_lock<boost::mutex> lock(mutex_);
    if (load_status() != context_status::alive) return;
    after_unlock.is_due = waiting_ > 0;
    publish(context_status::expired);
  }

  void publish(context_status status) const noexcept {
    status_.store(status, std::memory_order_release);
  }

  // Wakes those who wait for done. Under the lock they would wake only
  // to wait for it.
  struct waiters_call {
    explicit waiters_call(const context_state& of) noexcept
        : state(of) {}
    ~waiters_call() {
      if (is_due) state.changed_.notify_all();
    }
    waiters_call(const waiters_call&) = delete;
    waiters_call& operator=(const waiters_call&) = delete;
    const context_state& state;
    bool is_due = false;
  };

  void state_edge() const noexcept {
    happens_before::seen edge;
    happens_before::release(this);
  }

  void block_until(monotonic_time until) const {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    const waiting_here counted(waiting_);
    while (load_status() == context_status::alive &&
           (until == never || monotonic_clock::now() < until)) {
      detail::wait_until(changed_, lock, until);
    }
  }

  // Also where an interruption ends the wait.
  struct waiting_here {
    explicit waiting_here(int& of) noexcept : waiting(of) { ++waiting; }
    ~waiting_here() { --waiting; }
    waiting_here(const waiting_here&) = delete;
    waiting_here& operator=(const waiting_here&) = delete;
    int& waiting;
  };

  // The tree. Who is in which list is guarded by the parent.

  void adopt(context_state& child) {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    if (load_status() == context_status::alive) {
      children_.push_back(child);
    } else {
      child.canceler_ = canceler_;
      child.publish(load_status());
    }
  }

  void leave_parent() noexcept {
    if (!parent_) return;
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(parent_->mutex_);
    unlink();
  }

  // Takes the children off the list, and puts those that live on in
  // front of `due`, each with an owner.
  context_state* take_children(context_state* due) noexcept {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    while (!children_.empty()) {
      context_state& child = children_.back();
      child.unlink();
      if (child.try_retain()) {
        child.next_due_ = std::exchange(due, &child);
      }
    }
    return due;
  }

  static context_state_ptr take_first(context_state*& due) noexcept {
    happens_before::bookkeeping unseen;
    return {std::exchange(due, due->next_due_), false};
  }

  // Returns where the next one goes.
  static context_state** append(context_state** end,
                                context_state_ptr last) noexcept {
    happens_before::bookkeeping unseen;
    last->next_due_ = nullptr;
    *end = last.detach();
    return &(*end)->next_due_;
  }

  // No user code runs meanwhile, so whoever comes to a part of the tree
  // that somebody else is settling waits for that; he finds it, since
  // it leaves its parent only then.
  settlement settle_tree(const std::exception_ptr& cause,
                         context_state*& observed) noexcept {
    const unseen_lock nobody_else(settling_);
    const settlement found = settle(*this, cause);
    if (found == settlement::late) return found;
    if (found == settlement::observed) {
      observed = settle_descendants();
    }
    leave_parent();
    return found;
  }

  void await_settled() noexcept { const unseen_lock over(settling_); }

  // Held where edges are stated.
  class unseen_lock {
   public:
    explicit unseen_lock(boost::mutex& mutex) noexcept : mutex_(mutex) {
      happens_before::bookkeeping unseen;
      mutex_.lock();
    }
    ~unseen_lock() {
      happens_before::bookkeeping unseen;
      mutex_.unlock();
    }
    unseen_lock(const unseen_lock&) = delete;
    unseen_lock& operator=(const unseen_lock&) = delete;

   private:
    boost::mutex& mutex_;
  };

  // Depth first; neither recursion nor memory grows with the tree.
  // Returns those who have listeners to be run, in that order, each
  // with an owner. What was done already is left to the one who made it
  // so.
  context_state* settle_descendants() noexcept {
    context_state* observed = nullptr;
    context_state** end = &observed;
    context_state* due = take_children(nullptr);
    while (due) {
      context_state_ptr child = take_first(due);
      const settlement found = child->settle(*this);
      if (found == settlement::late) child->await_settled();
      if (found != settlement::observed) continue;
      due = child->take_children(due);
      end = append(end, std::move(child));
    }
    return observed;
  }

  // The listeners.

  bool somebody_listens() const noexcept {
    return !listeners_.empty() || stop_source_.stop_possible();
  }

  bool enlist(const std::shared_ptr<cancel_listener>& listener) {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    listener->phase_ = cancel_listener::phase::over;
    if (load_status() != context_status::alive || past_deadline()) {
      return false;
    }
    arm();
    listener->position_ = listeners_.insert(listeners_.end(), listener);
    listener->phase_ = cancel_listener::phase::waiting;
    return true;
  }

  void open_stop_source() {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    if (stop_source_.stop_possible()) return;
    if (load_status() == context_status::alive && !past_deadline()) {
      arm();
    }
    stop_source_ = std::stop_source();
  }

  std::stop_source copy_of_stop_source() const noexcept {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    return stop_source_;
  }

  // By a copy, which is dropped in sight: the last owner of the stop
  // state comes after this.
  void request_stop() const noexcept {
    std::stop_source own = copy_of_stop_source();
    if (own.stop_possible()) own.request_stop();
  }

  void notify_listeners() noexcept {
    request_stop();
    while (const auto listener = next_listener()) {
      happens_before::acquire(listener.get());
      listener->run();
      happens_before::release(listener.get());
      finish(*listener);
    }
  }

  std::shared_ptr<cancel_listener> next_listener() noexcept {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    if (listeners_.empty()) return nullptr;
    std::shared_ptr<cancel_listener> next =
        std::move(listeners_.front());
    listeners_.pop_front();
    next->phase_ = cancel_listener::phase::running;
    next->runner_ = boost::this_thread::get_id();
    return next;
  }

  void finish(cancel_listener& listener) noexcept {
    happens_before::bookkeeping unseen;
    boost::unique_lock<boost::mutex> lock(mutex_);
    listener.phase_ = cancel_listener::phase::over;
    changed_.notify_all();
  }

  void block_while_running(const cancel_listener& listener) noexcept {
    happens_before::bookkeeping unseen;
    const boost::this_thread::disable_interruption uninterrupted;
    boost::unique_lock<boost::mutex> lock(mutex_);
    while (listener.phase_ == cancel_listener::phase::running &&
           listener.runner_ != boost::this_thread::get_id()) {
      changed_.wait(lock);
    }
  }

  std::atomic<int> owners_{0};
  std::atomic<context_status> mutable status_{context_status::alive};
  context_state_ptr parent_;
  const monotonic_time deadline_;
  const context_state* canceler_ = this;
  bool timed_ = false;
  context_state* next_due_ = nullptr;  // its canceler's

  boost::mutex settling_;
  boost::mutex mutable mutex_;
  boost::condition_variable mutable changed_;
  int mutable waiting_ = 0;  // for done
  std::exception_ptr cause_;
  list_of<context_state> children_;
  std::list<std::shared_ptr<cancel_listener>> listeners_;
  std::stop_source stop_source_{std::nostopstate};
};

}  // namespace racelab::detail
