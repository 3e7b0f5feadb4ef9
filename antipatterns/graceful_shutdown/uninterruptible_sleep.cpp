// Distributed under the Boost Software License, Version 1.0.
//
// A worker that is told to stop by a context and waited for by a
// counter. A signal does no more than cancel: what has to be done then
// is done where anything may be done.

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

  // WHY: the thread uses the members, which go next
  ~ticking_worker() override { stop(); }

  void start() override {
    // WHY: counted, so that stop can wait for it
    running_.go([this] { run(); });
  }

  void stop() override {
    // WHY: any thread may call it, and it ends a wait in that context
    stopping_.cancel();
    // WHY: the work that calls this would wait for itself
    if (runner_ != std::this_thread::get_id()) running_.wait();
  }

 private:
  void run() {
    runner_ = std::this_thread::get_id();
    auto next = std::chrono::steady_clock::now();
    while (!stopping_.ctx.done()) {
      // BUG: nobody can wake it, and stop waits until it has slept
      std::this_thread::sleep_until(next += period_);
      if (!stopping_.ctx.done()) work_();
    }
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
  return std::make_unique<ticking_worker>(ctx, period, work);
}

void work_until_shutdown(const context& ctx,
                         std::chrono::nanoseconds period,
                         work_function& work) {
  // WHY: a signal handler may do next to nothing, a thread anything
  const shutdown_signals signals(ctx);
  const auto worker = make_worker(ctx, period, work);
  worker->start();
  signals.ctx().wait();
  worker->stop();
}

}  // namespace racelab::graceful_shutdown
