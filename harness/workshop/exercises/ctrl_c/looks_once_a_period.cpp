// Distributed under the Boost Software License, Version 1.0.
//
// The handler sets an atomic flag, as it may, and who waits looks at
// it after every tick.

#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"
#include "concurrency/ticker.hpp"
#include "concurrency/wait_group.hpp"

#include <atomic>
#include <thread>

namespace racelab::graceful_shutdown {
namespace {

class ticking_worker final : public worker {
 public:
  ticking_worker(const context& ctx, std::chrono::nanoseconds period,
                 work_function& work)
      : stopping_(with_cancel(ctx)), period_(period), work_(work) {}

  ~ticking_worker() override { stop(); }

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

std::atomic<bool> asked = false;

void on_signal(int) { asked = true; }

}  // namespace

std::unique_ptr<worker> make_worker(const context& ctx,
                                    std::chrono::nanoseconds period,
                                    work_function& work) {
  return std::make_unique<ticking_worker>(ctx, period, work);
}

void work_until_shutdown(const context& ctx,
                         std::chrono::nanoseconds period,
                         work_function& work) {
  asked = false;
  const auto before_int = std::signal(SIGINT, on_signal);
  const auto before_term = std::signal(SIGTERM, on_signal);
  const auto worker = make_worker(ctx, period, work);
  worker->start();
  while (!asked && ctx.sleep_for(2 * period)) {
  }
  worker->stop();
  std::signal(SIGINT, before_int);
  std::signal(SIGTERM, before_term);
}

}  // namespace racelab::graceful_shutdown
