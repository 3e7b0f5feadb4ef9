// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The handler of the signals that ask for a shutdown, and what it may
// touch: atomics without a lock, and a semaphore to be posted (POSIX.1,
// System Interfaces, 2.4.3).

#include "concurrency/happens_before.hpp"

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <stdexcept>

namespace racelab::detail {

class all_signals_blocked {
 public:
  all_signals_blocked() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~all_signals_blocked() {
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  all_signals_blocked(const all_signals_blocked&) = delete;
  all_signals_blocked& operator=(const all_signals_blocked&) = delete;

 private:
  sigset_t before_;
};

// Takes the first signal from a handler to a thread. It is one object
// for the whole program and never destroyed, since a handler may still
// be running when nobody wants to hear of it any more. Each that is
// opened is posted exactly once, so none begins with another's post.
class shutdown_mailbox {
 public:
  class owner;

  enum class delivery { first, second, to_nobody };

  // In a handler.
  static delivery deliver(int signal) noexcept {
    int found = open;
    if (!first_.compare_exchange_strong(found, signal,
                                        std::memory_order_relaxed)) {
      return found == closed ? delivery::to_nobody : delivery::second;
    }
    sem_post(&arrived_.posts);
    return delivery::first;
  }

 private:
  static constexpr int closed = -1;
  static constexpr int open = 0;

  static inline std::atomic<bool> owned_ = false;
  static inline std::atomic<int> first_ = closed;

  // Made when the program starts: one made at the first use would make
  // that use another than the later ones.
  static inline const struct semaphore {
    semaphore() noexcept { sem_init(&posts, 0, 0); }
    mutable sem_t posts;
  } arrived_;

  static_assert(std::atomic<int>::is_always_lock_free);
};

// Whoever holds this is the one whose mailbox it is. All of it is
// unseen: neither one who held it before nor a handler is promised to
// order anything.
class shutdown_mailbox::owner {
 public:
  // Throws std::logic_error if there is another. Closed as yet.
  owner() {
    happens_before::bookkeeping unseen;
    if (owned_.exchange(true, std::memory_order_acquire)) {
      throw std::logic_error("there are two shutdown_signals");
    }
  }

  // Closed, also to a second signal whose handler comes late.
  ~owner() {
    happens_before::bookkeeping unseen;
    first_.store(closed, std::memory_order_relaxed);
    owned_.store(false, std::memory_order_release);
  }

  owner(const owner&) = delete;
  owner& operator=(const owner&) = delete;

  // From now on it has to be closed, and that to be awaited.
  void open() const noexcept {
    first_.store(shutdown_mailbox::open, std::memory_order_relaxed);
  }

  // Blocks until a signal arrives, and returns its number, or until
  // closed, and returns 0.
  int await() const noexcept {
    happens_before::bookkeeping unseen;
    while (sem_wait(&arrived_.posts) != 0) {
    }
    const int signal = first_.load(std::memory_order_relaxed);
    return signal == closed ? 0 : signal;
  }

  // A first signal that arrives from now on is not delivered.
  void close() const noexcept {
    happens_before::bookkeeping unseen;
    int expected = shutdown_mailbox::open;
    if (first_.compare_exchange_strong(expected, closed,
                                       std::memory_order_relaxed)) {
      sem_post(&arrived_.posts);
    }
  }
};

// What is done with SIGINT and SIGTERM. Unseen, because the sanitizer
// orders whoever sets a handler before whomever it interrupts.
class shutdown_handler {
 public:
  shutdown_handler() noexcept {
    happens_before::bookkeeping unseen;
    struct sigaction action {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaction(SIGINT, &action, &before_int_);
    sigaction(SIGTERM, &action, &before_term_);
  }

  // As it was before.
  ~shutdown_handler() {
    happens_before::bookkeeping unseen;
    sigaction(SIGINT, &before_int_, nullptr);
    sigaction(SIGTERM, &before_term_, nullptr);
  }

  shutdown_handler(const shutdown_handler&) = delete;
  shutdown_handler& operator=(const shutdown_handler&) = delete;

 private:
  static void handle(int signal) noexcept {
    const int error = errno;
    using delivery = shutdown_mailbox::delivery;
    const delivery came = shutdown_mailbox::deliver(signal);
    if (came == delivery::second ||
        (came == delivery::to_nobody && is_handled_here(signal))) {
      give_up_handling(signal);
    }
    // Raised again, it is due as soon as this returns: to end the
    // program, or to whoever handles it since this one has been taken
    // away.
    if (came != delivery::first) raise(signal);
    errno = error;
  }

  // If so although nobody waits, somebody has put it back who had found
  // it here earlier.
  static bool is_handled_here(int signal) noexcept {
    struct sigaction now {};
    sigaction(signal, nullptr, &now);
    return now.sa_handler == handle;
  }

  static void give_up_handling(int signal) noexcept {
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    sigaction(signal, &usual, nullptr);
  }

  struct sigaction before_int_ {};
  struct sigaction before_term_ {};
};

}  // namespace racelab::detail
