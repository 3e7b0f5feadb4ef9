// Distributed under the Boost Software License, Version 1.0.
//
// An interruption ends the worker, wherever it is.
#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"

#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <algorithm>

namespace racelab::graceful_shutdown {
namespace {

class own_worker final : public worker {
 public:
  own_worker(const context& ctx, std::chrono::nanoseconds period,
             work_function& work)
      : period_(period.count()),
        work_(work),
        context_done_(after_cancel(ctx, [this] { interrupt(); })) {}
  ~own_worker() override { stop(); }

  void start() override {
    const boost::lock_guard<boost::mutex> lock(mutex_);
    if (!stopped_) thread_ = boost::thread([this] { run(); });
  }

  void stop() override {
    interrupt();
    if (is_runner()) return;
    const boost::this_thread::disable_interruption uninterrupted;
    const boost::lock_guard<boost::mutex> lock(joining_);
    boost::thread last = taken();
    if (last.joinable()) last.join();
  }

 private:
  void interrupt() {
    const boost::lock_guard<boost::mutex> lock(mutex_);
    stopped_ = true;
    thread_.interrupt();
  }

  bool is_runner() {
    const boost::lock_guard<boost::mutex> lock(mutex_);
    return runner_ == boost::this_thread::get_id();
  }

  boost::thread taken() {
    boost::thread result;
    const boost::lock_guard<boost::mutex> lock(mutex_);
    result.swap(thread_);
    return result;
  }

  void begin() {
    const boost::lock_guard<boost::mutex> lock(mutex_);
    runner_ = boost::this_thread::get_id();
  }

  void run() {
    using boost::chrono::steady_clock;
    begin();
    auto next = steady_clock::now() + period_;
    for (;; next = std::max(next + period_, steady_clock::now())) {
      boost::this_thread::sleep_until(next);
      work_();
    }
  }

  const boost::chrono::nanoseconds period_;
  work_function& work_;
  bool stopped_ = false;
  boost::mutex mutex_;
  boost::mutex joining_;
  boost::thread::id runner_;
  boost::thread thread_;
  cancel_callback context_done_;
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
