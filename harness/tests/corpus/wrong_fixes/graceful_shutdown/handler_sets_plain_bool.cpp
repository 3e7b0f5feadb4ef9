// Distributed under the Boost Software License, Version 1.0.
//
// A handler does so little that it must be safe: it sets a flag.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/wait_group.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>

namespace racelab::graceful_shutdown {
namespace {

using namespace std::chrono_literals;

bool asked = false;

void on_signal(int) { asked = true; }

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
    wait();
  }

  // Until it has stopped, whoever made it.
  void wait() {
    if (runner_ != std::this_thread::get_id()) running_.wait();
  }

 private:
  bool goes_on() const { return !asked && !stopped_ && !ctx_.done(); }

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
  std::atomic<bool> stopped_ = false;
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
  const auto before_int = std::signal(SIGINT, on_signal);
  const auto before_term = std::signal(SIGTERM, on_signal);
  own_worker worker(ctx, period, work);
  worker.start();
  worker.wait();
  std::signal(SIGINT, before_int);
  std::signal(SIGTERM, before_term);
  asked = false;
}

}  // namespace racelab::graceful_shutdown
