// Distributed under the Boost Software License, Version 1.0.
//
// The thread is ended where it waits.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

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
    if (!stopped_) thread_ = std::thread([this] { run(); });
  }

  void stop() override {
    stopped_ = true;
    if (runner_ == std::this_thread::get_id()) return;
    const std::lock_guard lock(mutex_);
    if (!thread_.joinable()) return;
    pthread_cancel(thread_.native_handle());
    thread_.join();
  }

 private:
  void run() {
    using std::chrono::steady_clock;
    runner_ = std::this_thread::get_id();
    auto next = steady_clock::now() + period_;
    for (;; next = std::max(next + period_, steady_clock::now())) {
      std::this_thread::sleep_until(next);
      if (stopped_ || ctx_.done()) return;
      pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
      work_();
      pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, nullptr);
    }
  }

  const context ctx_;
  const std::chrono::nanoseconds period_;
  work_function& work_;
  std::atomic<bool> stopped_ = false;
  std::atomic<std::thread::id> runner_;
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
