// Distributed under the Boost Software License, Version 1.0.
//
// A counter under a mutex; who starts an item waits until it is below the
// limit.
#include "lessons/bounded_concurrency.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {
namespace {

struct places {
  boost::mutex mutex;
  boost::condition_variable freed;
  int taken = 0;
  std::exception_ptr error;

  void take(int limit) {
    boost::unique_lock<boost::mutex> lock(mutex);
    while (taken >= limit) freed.wait(lock);
    ++taken;
  }

  // Whether it is the first error.
  bool give_back(const std::exception_ptr& failed) {
    const boost::lock_guard<boost::mutex> lock(mutex);
    --taken;
    freed.notify_one();
    if (!failed || error) return false;
    error = failed;
    return true;
  }
};

// Joins all, however its scope is left.
class joined {
 public:
  explicit joined(boost::thread_group& threads) : threads_(threads) {}
  ~joined() {
    const boost::this_thread::disable_interruption uninterrupted;
    threads_.join_all();
  }
  joined(const joined&) = delete;
  joined& operator=(const joined&) = delete;

 private:
  boost::thread_group& threads_;
};

}  // namespace

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  const auto [call_ctx, cancel] = with_cancel_cause(ctx);
  places running;
  {
    boost::thread_group threads;
    const joined at_end(threads);
    for (const item& each : items) {
      running.take(max_concurrency);
      threads.create_thread([&, &call_ctx = call_ctx, &cancel = cancel] {
        std::exception_ptr error;
        try {
          process(call_ctx, each);
        } catch (...) {
          error = std::current_exception();
        }
        if (running.give_back(error)) cancel(error);
      });
    }
  }
  if (running.error) std::rethrow_exception(running.error);
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
