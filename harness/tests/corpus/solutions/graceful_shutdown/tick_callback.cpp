// Distributed under the Boost Software License, Version 1.0.
//
// A callback at each tick, which knows how to be stopped.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"
#include "concurrency/ticker.hpp"

#include <mutex>
#include <optional>

namespace racelab::graceful_shutdown {
namespace {

class own_worker final : public worker {
 public:
  own_worker(const context& ctx, std::chrono::nanoseconds period,
             work_function& work)
      : ctx_(ctx), period_(period), work_(work) {}
  ~own_worker() override { stop(); }

  void start() override {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    ticks_.emplace(period_, [this] {
      if (!ctx_.done()) work_();
    });
  }

  void stop() override {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    if (ticks_) ticks_->stop();
  }

 private:
  const context ctx_;
  const std::chrono::nanoseconds period_;
  work_function& work_;
  std::mutex mutex_;
  bool stopped_ = false;
  std::optional<tick_callback> ticks_;
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
