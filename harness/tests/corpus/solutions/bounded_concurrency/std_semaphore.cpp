// Distributed under the Boost Software License, Version 1.0.
//
// A std::jthread for each item, started once a permit is free; the permit is
// given back on every path.
#include "lessons/bounded_concurrency.hpp"

#include <exception>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace racelab::bounded_concurrency {
namespace {

// Keeps the first error in time, and cancels the others with it.
class first_error {
 public:
  explicit first_error(cancel_cause_function cancel)
      : cancel_(std::move(cancel)) {}

  void keep(std::exception_ptr error) {
    {
      const std::lock_guard lock(mutex_);
      if (error_) return;
      error_ = error;
    }
    cancel_(error);
  }

  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  cancel_cause_function cancel_;
  std::mutex mutex_;
  std::exception_ptr error_;
};

}  // namespace

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  const auto [call_ctx, cancel] = with_cancel_cause(ctx);
  first_error error(cancel);
  std::counting_semaphore<> permits(max_concurrency);
  {
    std::vector<std::jthread> threads;
    for (const item& each : items) {
      permits.acquire();
      threads.emplace_back([&, &call_ctx = call_ctx] {
        try {
          process(call_ctx, each);
        } catch (...) {
          error.keep(std::current_exception());
        }
        permits.release();
      });
    }
  }
  error.rethrow();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
