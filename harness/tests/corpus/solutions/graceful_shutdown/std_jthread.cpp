// Distributed under the Boost Software License, Version 1.0.
//
// The standard's threads alone: a stop token, and a wait that it ends.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace racelab::graceful_shutdown {
namespace {

class own_worker final : public worker {
 public:
  own_worker(const context& ctx, std::chrono::nanoseconds period,
             work_function& work)
      : period_(period),
        work_(work),
        context_done_(ctx.stop_token(), [this] { stopping_.request_stop(); }) {}
  ~own_worker() override { stop(); }

  void start() override {
    const std::lock_guard lock(thread_mutex_);
    if (stopping_.stop_requested()) return;
    thread_ = std::jthread([this] { run(stopping_.get_token()); });
  }

  void stop() override {
    stopping_.request_stop();
    if (runner_ == std::this_thread::get_id()) return;
    const std::lock_guard lock(thread_mutex_);
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run(const std::stop_token& stop) {
    runner_ = std::this_thread::get_id();
    using std::chrono::steady_clock;
    auto next = steady_clock::now() + period_;
    for (;; next = std::max(next + period_, steady_clock::now())) {
      {
        std::unique_lock lock(mutex_);
        wake_.wait_until(lock, stop, next, [] { return false; });
      }
      if (stop.stop_requested()) return;
      work_();
    }
  }

  const std::chrono::nanoseconds period_;
  work_function& work_;
  std::stop_source stopping_;
  std::stop_callback<std::function<void()>> context_done_;
  std::atomic<std::thread::id> runner_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::mutex thread_mutex_;
  std::jthread thread_;
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
