// Distributed under the Boost Software License, Version 1.0.
//
// A handler posts a semaphore; a condition variable wakes the worker, with the
// flag set under its lock.
#include "lessons/graceful_shutdown.hpp"

#include <semaphore.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace racelab::graceful_shutdown {
namespace {

class semaphore {
 public:
  semaphore() { sem_init(&value_, 0, 0); }

  void post() { sem_post(&value_); }
  void wait() {
    while (sem_wait(&value_) != 0) {
    }
  }
  void drain() {
    while (sem_trywait(&value_) == 0) {
    }
  }

 private:
  sem_t value_;
};

semaphore asked;

void on_signal(int) {
  const int error = errno;
  asked.post();
  errno = error;
}

// Handles a signal that way while it lives.
class handled {
 public:
  explicit handled(int signal) : signal_(signal) {
    struct sigaction ours {};
    ours.sa_handler = on_signal;
    ours.sa_flags = SA_RESTART;
    sigaction(signal_, &ours, &before_);
  }
  ~handled() { sigaction(signal_, &before_, nullptr); }
  handled(const handled&) = delete;
  handled& operator=(const handled&) = delete;

 private:
  int signal_;
  struct sigaction before_ {};
};

class own_worker final : public worker {
 public:
  own_worker(const context& ctx, std::chrono::nanoseconds period,
             work_function& work)
      : period_(period),
        work_(work),
        context_done_(after_cancel(ctx, [this] { tell(); })) {}
  ~own_worker() override {
    stop();
    if (thread_.joinable()) thread_.join();
  }

  void start() override {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    thread_ = std::thread([this] { run(); });
    running_ = true;
  }

  void stop() override {
    tell();
    std::unique_lock lock(mutex_);
    if (runner_ == std::this_thread::get_id()) return;
    ended_.wait(lock, [this] { return !running_; });
  }

 private:
  void tell() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    wake_.notify_all();
  }

  void run() {
    auto next = std::chrono::steady_clock::now() + period_;
    std::unique_lock lock(mutex_);
    runner_ = std::this_thread::get_id();
    while (!wake_.wait_until(lock, next, [this] { return stopped_; })) {
      lock.unlock();
      work_();
      lock.lock();
      next = std::max(next + period_, std::chrono::steady_clock::now());
    }
    running_ = false;
    ended_.notify_all();
  }

  const std::chrono::nanoseconds period_;
  work_function& work_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable ended_;
  bool stopped_ = false;
  bool running_ = false;
  std::thread::id runner_;
  std::thread thread_;
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
  asked.drain();
  const handled interrupt(SIGINT);
  const handled terminate(SIGTERM);
  const auto on_done = after_cancel(ctx, [] { asked.post(); });
  const auto worker = make_worker(ctx, period, work);
  worker->start();
  asked.wait();
  worker->stop();
}

}  // namespace racelab::graceful_shutdown
