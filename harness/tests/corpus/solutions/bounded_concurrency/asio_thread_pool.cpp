// Distributed under the Boost Software License, Version 1.0.
//
// A pool of as many threads as there may be calls does the bounding.
#include "lessons/bounded_concurrency.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <utility>

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
  boost::asio::thread_pool pool(static_cast<std::size_t>(max_concurrency));
  for (const item& each : items) {
    boost::asio::post(pool, [&, &call_ctx = call_ctx] {
      try {
        process(call_ctx, each);
      } catch (...) {
        error.keep(std::current_exception());
      }
    });
  }
  pool.join();
  error.rethrow();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
