// Distributed under the Boost Software License, Version 1.0.
//
// Gives itself a second, by the real clock, to stop.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"
#include "concurrency/ticker.hpp"
#include "concurrency/wait_group.hpp"

#include <atomic>
#include <csignal>
#include <thread>

#include <unistd.h>

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

}  // namespace

std::unique_ptr<worker> make_worker(const context& ctx,
                                    std::chrono::nanoseconds period,
                                    work_function& work) {
  return std::make_unique<own_worker>(ctx, period, work);
}

void work_until_shutdown(const context& ctx, std::chrono::nanoseconds period,
                         work_function& work) {
  const shutdown_signals signals(ctx);
  const auto worker = make_worker(ctx, period, work);
  worker->start();
  signals.ctx().wait();
  std::signal(SIGALRM, SIG_DFL);
  alarm(1);
  worker->stop();
}

}  // namespace racelab::graceful_shutdown
