// Distributed under the Boost Software License, Version 1.0.
//
// Asio: the ticks are a timer's, and a stop ends the loop that runs them.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"
#include "concurrency/wait_group.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

namespace racelab::graceful_shutdown {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

class asio_worker final : public worker {
 public:
  asio_worker(const context& ctx, std::chrono::nanoseconds period,
              work_function& work)
      : ctx_(ctx), period_(period), work_(work), timer_(loop_) {}
  ~asio_worker() override { stop(); }

  void start() override {
    running_.go([this] { run(); });
  }

  void stop() override {
    stopped_ = true;
    loop_.stop();
    if (runner_ != std::this_thread::get_id()) running_.wait();
  }

 private:
  void run() {
    runner_ = std::this_thread::get_id();
    const auto at_end = after_cancel(ctx_, [this] { loop_.stop(); });
    timer_.expires_after(period_);
    await_tick();
    loop_.run();
  }

  void await_tick() {
    timer_.async_wait([this](const error_code&) {
      if (stopped_ || ctx_.done()) return;
      work_();
      timer_.expires_at(std::max(timer_.expiry() + period_,
                                 std::chrono::steady_clock::now()));
      await_tick();
    });
  }

  const context ctx_;
  const std::chrono::nanoseconds period_;
  work_function& work_;
  std::atomic<bool> stopped_ = false;
  std::atomic<std::thread::id> runner_;
  asio::io_context loop_;
  asio::steady_timer timer_;
  wait_group running_;
};

}  // namespace

std::unique_ptr<worker> make_worker(const context& ctx,
                                    std::chrono::nanoseconds period,
                                    work_function& work) {
  return std::make_unique<asio_worker>(ctx, period, work);
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
