// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Cases of modelled.cpp: threads that wait for each other by descriptors.

#include "harness/tests/probe/modelled_helpers.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

namespace descriptors {

class owned {
 public:
  explicit owned(int number) : number_(number) {
    expect(number >= 0, "no descriptor was made");
  }
  ~owned() { close(); }
  owned(const owned&) = delete;
  owned& operator=(const owned&) = delete;

  operator int() const { return number_; }

  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

inline std::array<int, 2> new_pipe(int flags) {
  std::array<int, 2> ends = {-1, -1};
  expect(pipe2(ends.data(), flags) == 0, "no pipe was made");
  return ends;
}

struct made_pipe {
  explicit made_pipe(int flags = 0) : made_pipe(new_pipe(flags)) {}
  explicit made_pipe(const std::array<int, 2>& ends)
      : in(ends[0]), out(ends[1]) {}

  owned in;
  owned out;
};

inline itimerspec every(long first_ms, long interval_ms) {
  return {{0, interval_ms * 1'000'000}, {0, first_ms * 1'000'000}};
}

inline std::uint64_t times_gone_off(int timer) {
  std::uint64_t times = 0;
  expect(read(timer, &times, sizeof times) == sizeof times, "a timer's count");
  return times;
}

// What is written before is seen by who reads.
inline void written_and_read() {
  made_pipe pipe;
  int value = 0;
  together(
      [&] {
        value = 1;
        expect(write(pipe.out, "x", 1) == 1, "a write");
      },
      [&] {
        char byte = 0;
        expect(read(pipe.in, &byte, 1) == 1 && byte == 'x', "a byte");
        expect(value == 1, "what came before the write");
      });
}

inline void closed_at_the_other_end() {
  made_pipe pipe;
  together([&] { pipe.out.close(); },
           [&] {
             char byte = 0;
             expect(read(pipe.in, &byte, 1) == 0, "not the end of a pipe");
           });
}

// A pipe that is full makes the writer wait.
inline void full() {
  made_pipe pipe;
  const int capacity = fcntl(pipe.out, F_SETPIPE_SZ, 4096);
  static const char page[4096] = {};
  expect(capacity == 4096, "a pipe's size");
  std::atomic<bool> emptied = false;
  together(
      [&] {
        expect(write(pipe.out, page, sizeof page) == sizeof page, "a write");
        expect(write(pipe.out, page, sizeof page) == sizeof page, "a write");
        expect(emptied, "a full pipe took more");
      },
      [&] {
        char bytes[4096];
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        emptied = true;
        expect(read(pipe.in, bytes, sizeof bytes) == sizeof bytes, "a read");
      });
}

inline void does_not_block() {
  const made_pipe pipe(O_NONBLOCK);
  char byte = 0;
  expect(read(pipe.in, &byte, 1) == -1 && errno == EAGAIN, "it blocked");
}

inline void polled() {
  const owned event(eventfd(0, 0));
  pollfd asked{event, POLLIN, 0};
  expect(poll(&asked, 1, 10) == 0, "an event came of itself");
  expect(poll(nullptr, 0, 10) == 0, "poll as a sleep");
  together([&] { expect(eventfd_write(event, 2) == 0, "a write"); },
           [&] {
             expect(poll(&asked, 1, -1) == 1, "one is ready");
             eventfd_t count = 0;
             expect(eventfd_read(event, &count) == 0 && count == 2, "a count");
           });
}

inline void selected() {
  made_pipe pipe;
  fd_set asked;
  FD_ZERO(&asked);
  FD_SET(pipe.in, &asked);
  timeval in_10_ms{0, 10'000};
  expect(select(pipe.in + 1, &asked, nullptr, nullptr, &in_10_ms) == 0,
         "nothing was written");
  expect(!FD_ISSET(pipe.in, &asked), "what is not ready stays asked for");
  FD_SET(pipe.in, &asked);
  together([&] { expect(write(pipe.out, "x", 1) == 1, "a write"); },
           [&] {
             expect(select(pipe.in + 1, &asked, nullptr, nullptr, nullptr) == 1,
                    "one is ready");
           });
  expect(FD_ISSET(pipe.in, &asked), "the pipe is ready");
}

inline void watched_by_epoll() {
  const owned event(eventfd(0, EFD_NONBLOCK));
  const owned set(epoll_create1(0));
  epoll_event ready{};
  together(
      [&] {
        expect(epoll_wait(set, &ready, 1, -1) == 1, "one is ready");
        expect(ready.data.fd == event, "another one is ready");
      },
      [&] {
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.fd = event;
        expect(epoll_ctl(set, EPOLL_CTL_ADD, event, &wanted) == 0, "epoll_ctl");
        expect(eventfd_write(event, 1) == 0, "a write");
      });
  expect(epoll_wait(set, &ready, 1, 0) == 1, "it stays ready");
  eventfd_t count = 0;
  expect(eventfd_read(event, &count) == 0, "a read");
  expect(epoll_wait(set, &ready, 1, 10) == 0, "it was read");
}

// At 5, 10, 15 and 20 ms.
inline void told_by_a_timer() {
  const owned timer(timerfd_create(CLOCK_MONOTONIC, 0));
  itimerspec set = every(5, 5);
  expect(timerfd_settime(timer, 0, &set, nullptr) == 0, "timerfd_settime");
  expect(times_gone_off(timer) == 1, "once");
  std::this_thread::sleep_for(std::chrono::milliseconds(12));
  expect(times_gone_off(timer) == 2, "twice meanwhile");
  itimerspec left{};
  expect(
      timerfd_gettime(timer, &left) == 0 && left.it_value.tv_nsec == 3'000'000,
      "3 ms are left");
  expect(times_gone_off(timer) == 1, "once more");
  const itimerspec never = every(0, 0);
  expect(timerfd_settime(timer, 0, &never, &left) == 0, "timerfd_settime");
  expect(left.it_interval.tv_nsec == 5'000'000, "what it was set to");
  pollfd asked{timer, POLLIN, 0};
  expect(poll(&asked, 1, 10) == 0, "a timer went off that is not set");
}

// A timer that somebody else sets meanwhile.
inline void told_by_a_timer_of_another() {
  const owned timer(timerfd_create(CLOCK_REALTIME, 0));
  together([&] { expect(times_gone_off(timer) == 1, "once"); },
           [&] {
             timespec at{};
             clock_gettime(CLOCK_REALTIME, &at);
             at.tv_nsec += 10'000'000;
             const itimerspec set{{0, 0}, at};
             expect(
                 timerfd_settime(timer, TFD_TIMER_ABSTIME, &set, nullptr) == 0,
                 "timerfd_settime");
           });
}

// A read that cannot succeed does not wait.
inline void refused_at_once() {
  made_pipe pipe;
  const owned event(eventfd(0, 0));
  char bytes[8] = {};
  expect(read(pipe.in, bytes, 0) == 0, "nothing was asked for");
  expect(write(pipe.in, bytes, 1) == -1 && errno == EBADF, "the wrong end");
  expect(read(event, bytes, 4) == -1 && errno == EINVAL, "half an event");
  epoll_event ready{};
  expect(epoll_wait(event, &ready, 1, -1) == -1 && errno == EINVAL, "no set");
  const itimerspec malformed{{0, 0}, {0, 1'000'000'000}};
  const owned timer(timerfd_create(CLOCK_MONOTONIC, 0));
  expect(
      timerfd_settime(timer, 0, &malformed, nullptr) == -1 && errno == EINVAL,
      "a malformed time");
}

inline void broken() {
  made_pipe pipe;
  pipe.in.close();
  signal(SIGPIPE, SIG_IGN);
  expect(write(pipe.out, "x", 1) == -1 && errno == EPIPE, "nobody reads");
}

// More than fits.
inline void written_in_parts() {
  made_pipe pipe;
  std::vector<char> all(200'000, 'x');
  together(
      [&] {
        expect(write(pipe.out, all.data(), all.size()) == 200'000, "a write");
        pipe.out.close();
      },
      [&] {
        std::vector<char> some(50'000);
        std::size_t size = 0;
        ssize_t got = 0;
        while ((got = read(pipe.in, some.data(), some.size())) > 0)
          size += static_cast<std::size_t>(got);
        expect(size == all.size(), "all of it");
      });
}

// Nothing of it passes through the scheduler.
inline void written_by_a_stream() {
  made_pipe pipe;
  together([&] { dprintf(pipe.out, "x"); },
           [&] {
             char byte = 0;
             expect(read(pipe.in, &byte, 1) == 1, "a byte");
           });
}

// What comes before a pipe is closed comes before its end is read.
inline void ordered_by_the_end() {
  made_pipe pipe;
  int value = 0;
  together(
      [&] {
        value = 1;
        dup2(pipe.in, pipe.out);
      },
      [&] {
        char byte = 0;
        expect(read(pipe.in, &byte, 1) == 0, "the end");
        expect(value == 1, "what came before");
      });
}

// While another waits for something else.
inline void polled_without_blocking() {
  const made_pipe pipe;
  const owned timer(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
  const itimerspec in_10_ms = every(10, 0);
  expect(timerfd_settime(timer, 0, &in_10_ms, nullptr) == 0, "settime");
  together(
      [&] {
        pollfd asked{pipe.in, POLLIN, 0};
        expect(poll(&asked, 1, 5) == 0, "nothing was written");
      },
      [&] {
        std::uint64_t times = 0;
        while (read(timer, &times, sizeof times) < 0) std::this_thread::yield();
        expect(times == 1, "once");
      });
}

// A copy is the same timer, also when the first number is closed.
inline void told_by_a_copy() {
  owned timer(timerfd_create(CLOCK_MONOTONIC, 0));
  const itimerspec set = every(10, 0);
  expect(timerfd_settime(timer, 0, &set, nullptr) == 0, "settime");
  const owned copy(dup(timer));
  timer.close();
  expect(times_gone_off(copy) == 1, "once");
}

// Its handler waits for a pipe of its own; then the wait goes on, for what a
// stream writes.
inline void interrupted_by_who_waits_too() {
  static int answer;
  made_pipe question;
  const made_pipe answered;
  answer = answered.in;
  signal(SIGUSR1, [](int) {
    char byte = 0;
    (void)!read(answer, &byte, 1);
  });
  std::thread asks([&] {
    char byte = 0;
    expect(read(question.in, &byte, 1) == 1, "a byte");
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  pthread_kill(asks.native_handle(), SIGUSR1);
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  dprintf(answered.out, "x");
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  dprintf(question.out, "x");
  asks.join();
  signal(SIGUSR1, SIG_DFL);
}

inline int one_for_all() {
  static const int event = eventfd(0, 0);
  return event;
}

// It outlives the schedule that made it.
inline void kept_for_the_next_schedule() {
  together([] { expect(eventfd_write(one_for_all(), 1) == 0, "a write"); },
           [] {
             eventfd_t count = 0;
             expect(eventfd_read(one_for_all(), &count) == 0, "a read");
           });
}

inline void never_written() {
  const made_pipe pipe;
  char byte = 0;
  (void)!read(pipe.in, &byte, 1);
}

}  // namespace descriptors
