// Distributed under the Boost Software License, Version 1.0.
//
// Nobody needs to wait for the thread that waits for signals. Left behind, it
// may also take the program's next SIGINT or SIGTERM.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/ticker.hpp"
#include "concurrency/wait_group.hpp"

#include <pthread.h>

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

}  // namespace

std::unique_ptr<worker> make_worker(const context& ctx,
                                    std::chrono::nanoseconds period,
                                    work_function& work) {
  return std::make_unique<own_worker>(ctx, period, work);
}

void work_until_shutdown(const context& ctx, std::chrono::nanoseconds period,
                         work_function& work) {
  sigset_t awaited;
  sigset_t before;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGINT);
  sigaddset(&awaited, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &awaited, &before);
  const cancellable stopping = with_cancel(ctx);
  std::thread([awaited, stopping] {
    int signal = 0;
    sigwait(&awaited, &signal);
    stopping.cancel();
  }).detach();
  const auto worker = make_worker(stopping.ctx, period, work);
  worker->start();
  stopping.ctx.wait();
  worker->stop();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace racelab::graceful_shutdown
