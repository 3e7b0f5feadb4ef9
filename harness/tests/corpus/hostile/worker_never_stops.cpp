// Distributed under the Boost Software License, Version 1.0.
//
// Has heard that it is to stop, and goes on.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"
#include "concurrency/ticker.hpp"
#include "concurrency/wait_group.hpp"

namespace racelab::graceful_shutdown {
namespace {

class own_worker final : public worker {
 public:
  own_worker(const context&, std::chrono::nanoseconds period,
             work_function& work)
      : period_(period), work_(work) {}
  ~own_worker() override { stop(); }

  void start() override {
    running_.go([this] { run(); });
  }

  void stop() override { running_.wait(); }

 private:
  void run() {
    ticker ticks(period_);
    while (ticks.wait(context::background())) work_();
  }

  const std::chrono::nanoseconds period_;
  work_function& work_;
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
  worker->stop();
}

}  // namespace racelab::graceful_shutdown
