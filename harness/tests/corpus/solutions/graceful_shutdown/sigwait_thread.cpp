// Distributed under the Boost Software License, Version 1.0.
//
// POSIX: both signals are blocked, in this thread and in those that it starts,
// and one of them waits for the signals. Right only where no other thread of
// the program takes them.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/ticker.hpp"
#include "concurrency/wait_group.hpp"

#include <pthread.h>

#include <atomic>
#include <csignal>
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

// Blocks both in this thread while it lives.
class blocked_signals {
 public:
  blocked_signals() {
    sigemptyset(&all_);
    sigaddset(&all_, SIGINT);
    sigaddset(&all_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &all_, &before_);
  }
  ~blocked_signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  blocked_signals(const blocked_signals&) = delete;
  blocked_signals& operator=(const blocked_signals&) = delete;

  const sigset_t& all() const { return all_; }

 private:
  sigset_t all_;
  sigset_t before_;
};

// Waits for one of them in a thread of its own, which it ends by sending one.
class listener {
 public:
  listener(const sigset_t& awaited, const cancellable& stopping)
      : thread_([&] {
          int signal = 0;
          sigwait(&awaited, &signal);
          stopping.cancel();
        }) {}
  ~listener() {
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

 private:
  std::thread thread_;
};

}  // namespace

std::unique_ptr<worker> make_worker(const context& ctx,
                                    std::chrono::nanoseconds period,
                                    work_function& work) {
  return std::make_unique<own_worker>(ctx, period, work);
}

void work_until_shutdown(const context& ctx, std::chrono::nanoseconds period,
                         work_function& work) {
  const cancellable stopping = with_cancel(ctx);
  const blocked_signals blocked;
  const listener shutdown(blocked.all(), stopping);
  const auto worker = make_worker(stopping.ctx, period, work);
  worker->start();
  stopping.ctx.wait();
  worker->stop();
}

}  // namespace racelab::graceful_shutdown
