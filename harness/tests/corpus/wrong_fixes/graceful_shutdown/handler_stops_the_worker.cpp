// Distributed under the Boost Software License, Version 1.0.
//
// The handler calls stop, which may be called from anywhere.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/ticker.hpp"
#include "concurrency/wait_group.hpp"

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

  // Until somebody has stopped it.
  void wait() { running_.wait(); }

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

own_worker* running = nullptr;

void on_signal(int) { running->stop(); }

}  // namespace

std::unique_ptr<worker> make_worker(const context& ctx,
                                    std::chrono::nanoseconds period,
                                    work_function& work) {
  return std::make_unique<own_worker>(ctx, period, work);
}

void work_until_shutdown(const context& ctx, std::chrono::nanoseconds period,
                         work_function& work) {
  own_worker worker(ctx, period, work);
  running = &worker;
  const auto before_int = std::signal(SIGINT, on_signal);
  const auto before_term = std::signal(SIGTERM, on_signal);
  worker.start();
  worker.wait();
  std::signal(SIGINT, before_int);
  std::signal(SIGTERM, before_term);
}

}  // namespace racelab::graceful_shutdown
