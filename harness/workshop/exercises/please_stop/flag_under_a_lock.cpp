// Distributed under the Boost Software License, Version 1.0.
//
// The flag is looked at and set under a lock.

#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"
#include "concurrency/ticker.hpp"
#include "concurrency/wait_group.hpp"

#include <atomic>
#include <mutex>
#include <thread>

namespace racelab::graceful_shutdown {
namespace {

class ticking_worker final : public worker {
 public:
  ticking_worker(const context& ctx, std::chrono::nanoseconds period,
                 work_function& work)
      : ctx_(ctx), period_(period), work_(work) {}

  ~ticking_worker() override { stop(); }

  void start() override {
    running_.go([this] { run(); });
  }

  void stop() override {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    if (runner_ != std::this_thread::get_id()) running_.wait();
  }

 private:
  void run() {
    runner_ = std::this_thread::get_id();
    ticker ticks(period_);
    while (!stopped() && ticks.wait(ctx_)) work_();
  }

  bool stopped() {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

  const context ctx_;
  std::mutex mutex_;
  bool stopped_ = false;
  const std::chrono::nanoseconds period_;
  work_function& work_;
  std::atomic<std::thread::id> runner_;
  wait_group running_;
};

}  // namespace

std::unique_ptr<worker> make_worker(const context& ctx,
                                    std::chrono::nanoseconds period,
                                    work_function& work) {
  return std::make_unique<ticking_worker>(ctx, period, work);
}

void work_until_shutdown(const context& ctx,
                         std::chrono::nanoseconds period,
                         work_function& work) {
  const shutdown_signals signals(ctx);
  const auto worker = make_worker(ctx, period, work);
  worker->start();
  signals.ctx().wait();
  worker->stop();
}

}  // namespace racelab::graceful_shutdown
