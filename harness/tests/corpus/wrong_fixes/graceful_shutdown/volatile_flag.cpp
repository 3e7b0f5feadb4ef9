// Distributed under the Boost Software License, Version 1.0.
//
// A volatile flag, looked at every millisecond.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"
#include "concurrency/wait_group.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace racelab::graceful_shutdown {
namespace {

using namespace std::chrono_literals;

class own_worker final : public worker {
 public:
  own_worker(const context& ctx, std::chrono::nanoseconds period,
             work_function& work)
      : ctx_(ctx), period_(period), work_(work) {}
  ~own_worker() override { stop(); }

  void start() override {
    running_.go([this] { run(); });
  }

  void stop() override {
    stopped_ = true;
    if (runner_ != std::this_thread::get_id()) running_.wait();
  }

 private:
  bool goes_on() const { return !stopped_ && !ctx_.done(); }

  void run() {
    runner_ = std::this_thread::get_id();
    auto next = std::chrono::steady_clock::now() + period_;
    while (goes_on()) {
      std::this_thread::sleep_for(1ms);
      if (!goes_on() || std::chrono::steady_clock::now() < next) continue;
      work_();
      next = std::max(next + period_, std::chrono::steady_clock::now());
    }
  }

  const context ctx_;
  const std::chrono::nanoseconds period_;
  work_function& work_;
  volatile bool stopped_ = false;
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
  worker->stop();
}

}  // namespace racelab::graceful_shutdown
