// Distributed under the Boost Software License, Version 1.0.
#pragma once

// SIGINT and SIGTERM as the end of a context, as in Go's
// signal.NotifyContext.
//
//   - The first of the two signals to arrive cancels the context; the
//     cause is a shutdown_requested. That is done by a thread, and not
//     in the handler, where next to nothing is allowed: the handler
//     keeps the signal's number and posts a semaphore.
//   - A second signal ends the program at once, as if nobody handled
//     it. So who is impatient presses Ctrl-C twice.
//   - Which thread the system hands a signal to does not matter, nor
//     which threads there were before. A system call that it interrupts
//     goes on, but for those that never do, such as poll (signal(7)).
//   - The destructor restores what was done with both signals before,
//     and cancels the context.
//   - A forked child inherits the handler and not the thread: it has to
//     exec or to _exit.
//   - What precedes the construction happens before what follows the
//     moment a signal's cancellation is seen, and the callbacks of that
//     before the end of the destructor. Nothing else here orders two
//     threads: a signal does not, nor one of these and a later one.
//
//   int main() {
//     const shutdown_signals signals;
//     server peer(signals.ctx());
//     peer.start();
//     signals.ctx().wait();
//     peer.stop();
//   }

#include "concurrency/context.hpp"
#include "concurrency/detail/new_thread.hpp"
#include "concurrency/detail/shutdown_handler.hpp"
#include "concurrency/happens_before.hpp"

#include <boost/thread/thread.hpp>

#include <csignal>
#include <exception>
#include <optional>
#include <stdexcept>

namespace racelab {

// What cause() of the context holds once a signal has arrived.
class shutdown_requested : public std::runtime_error {
 public:
  explicit shutdown_requested(int signal)
      : std::runtime_error(signal == SIGINT ? "SIGINT" : "SIGTERM"),
        signal_(signal) {}

  int signal() const noexcept { return signal_; }

 private:
  int signal_;
};

// There can be one of these at a time, since there is one program to be
// shut down.
class shutdown_signals {
 public:
  // Handles both signals from now on, also where they were ignored.
  //
  // A signal's cancellation calls the context's callbacks in a thread
  // that blocks all signals; what they start inherits that.
  //
  // Throws std::logic_error if there is another of these, and
  // boost::thread_resource_error if the thread cannot start; then
  // nothing has changed.
  explicit shutdown_signals(
      const context& parent = context::background());

  // Blocks while a signal's cancellation is under way. A signal that
  // comes too late for one goes the way it would have gone before. A
  // callback that calls this ends the program.
  ~shutdown_signals();

  shutdown_signals(const shutdown_signals&) = delete;
  shutdown_signals& operator=(const shutdown_signals&) = delete;

  // Done as soon as a signal arrives or the parent is done, and from
  // the destructor on.
  const context& ctx() const noexcept { return canceled_.ctx; }

 private:
  void cancel_on_arrival() const noexcept;

  const cancellable_with_cause canceled_;
  const detail::shutdown_mailbox::owner mailbox_;
  std::optional<detail::shutdown_handler> handler_;
  boost::thread thread_;
};

// --------------------------------------------------------------------

inline shutdown_signals::shutdown_signals(const context& parent)
    : canceled_(with_cancel_cause(parent)) {
  // A thread that the program did not ask for should not be the one in
  // which its handlers run.
  const detail::all_signals_blocked inherited;
  thread_ = detail::new_thread([this] { cancel_on_arrival(); });
  mailbox_.open();
  handler_.emplace();
}

inline shutdown_signals::~shutdown_signals() {
  const boost::this_thread::disable_interruption uninterrupted;
  handler_.reset();
  mailbox_.close();
  thread_.join();
  canceled_.cancel(nullptr);
}

inline void shutdown_signals::cancel_on_arrival() const noexcept {
  const int signal = mailbox_.await();
  if (signal == 0) return;
  canceled_.cancel(std::make_exception_ptr(shutdown_requested(signal)));
}

}  // namespace racelab
