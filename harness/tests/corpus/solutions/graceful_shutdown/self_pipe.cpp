// Distributed under the Boost Software License, Version 1.0.
//
// The self-pipe trick: all that the handler does is to write a byte. The pipe
// is closed at the end, which asks of the program that by then no other thread
// of it is still in the handler.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/ticker.hpp"
#include "concurrency/wait_group.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace racelab::graceful_shutdown {
namespace {

class own_worker final : public worker {
 public:
  own_worker(const context& ctx, std::chrono::nanoseconds period,
             work_function& work)
      : stopping_(with_cancel(ctx)), period_(period), work_(work) {}
  ~own_worker() override { stop(); }

  void start() override {
    running_.go([this] { run(); });
  }

  void stop() override {
    stopping_.cancel();
    if (runner_ != std::this_thread::get_id()) running_.wait();
  }

 private:
  void run() {
    runner_ = std::this_thread::get_id();
    ticker ticks(period_);
    while (ticks.wait(stopping_.ctx)) work_();
  }

  const cancellable stopping_;
  const std::chrono::nanoseconds period_;
  work_function& work_;
  std::atomic<std::thread::id> runner_;
  wait_group running_;
};

class self_pipe {
 public:
  self_pipe() {
    if (pipe2(ends_, O_NONBLOCK | O_CLOEXEC) != 0)
      throw std::runtime_error("no pipe");
    write_end = ends_[1];
  }
  ~self_pipe() {
    write_end = -1;
    close(ends_[0]);
    close(ends_[1]);
  }
  self_pipe(const self_pipe&) = delete;
  self_pipe& operator=(const self_pipe&) = delete;

  static void wake() {
    const char byte = 0;
    (void)!write(write_end, &byte, 1);
  }

  void wait() const {
    pollfd either{ends_[0], POLLIN, 0};
    while (poll(&either, 1, -1) <= 0) {
    }
  }

 private:
  static inline std::atomic<int> write_end = -1;
  int ends_[2] = {-1, -1};
};

void on_signal(int) {
  const int error = errno;
  self_pipe::wake();
  errno = error;
}

// Handles a signal that way while it lives.
class handled {
 public:
  explicit handled(int signal) : signal_(signal) {
    struct sigaction ours {};
    ours.sa_handler = on_signal;
    ours.sa_flags = SA_RESTART;
    sigaction(signal_, &ours, &before_);
  }
  ~handled() { sigaction(signal_, &before_, nullptr); }
  handled(const handled&) = delete;
  handled& operator=(const handled&) = delete;

 private:
  int signal_;
  struct sigaction before_ {};
};

}  // namespace

std::unique_ptr<worker> make_worker(const context& ctx,
                                    std::chrono::nanoseconds period,
                                    work_function& work) {
  return std::make_unique<own_worker>(ctx, period, work);
}

void work_until_shutdown(const context& ctx, std::chrono::nanoseconds period,
                         work_function& work) {
  const self_pipe asked;
  const handled interrupt(SIGINT);
  const handled terminate(SIGTERM);
  const auto at_end = after_cancel(ctx, [] { self_pipe::wake(); });
  const auto worker = make_worker(ctx, period, work);
  worker->start();
  asked.wait();
  worker->stop();
}

}  // namespace racelab::graceful_shutdown
