// Distributed under the Boost Software License, Version 1.0.
//
// It has been told, so it will end by itself.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"
#include "concurrency/ticker.hpp"

#include <mutex>
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
    const std::lock_guard lock(mutex_);
    thread_ =
        std::thread([ctx = stopping_.ctx, period = period_, &work = work_] {
          ticker ticks(period);
          while (ticks.wait(ctx)) work();
        });
  }

  void stop() override {
    stopping_.cancel();
    const std::lock_guard lock(mutex_);
    if (thread_.joinable()) thread_.detach();
  }

 private:
  const cancellable stopping_;
  const std::chrono::nanoseconds period_;
  work_function& work_;
  std::mutex mutex_;
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
  const shutdown_signals signals(ctx);
  const auto worker = make_worker(ctx, period, work);
  worker->start();
  signals.ctx().wait();
  worker->stop();
}

}  // namespace racelab::graceful_shutdown
