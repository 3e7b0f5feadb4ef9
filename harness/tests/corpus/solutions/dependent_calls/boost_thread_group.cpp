// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {
namespace {

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

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  try {
    details.order = shop.get_order(ctx, order_id);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order"));
  }

  const auto calls = with_cancel_cause(ctx);
  boost::mutex mutex;
  std::exception_ptr error;
  const auto keep_first = [&](std::exception_ptr failure) {
    const boost::lock_guard<boost::mutex> lock(mutex);
    if (error) return;
    error = failure;
    calls.cancel(error);
  };

  {
    boost::thread_group threads;
    const joined at_end(threads);
    threads.create_thread([&] {
      try {
        details.customer =
            shop.get_customer(calls.ctx, details.order->customer_id);
      } catch (...) {
        keep_first(std::current_exception());
      }
    });
    threads.create_thread([&] {
      try {
        details.product =
            shop.get_product(calls.ctx, details.order->product_id);
      } catch (...) {
        keep_first(std::current_exception());
      }
    });
  }

  if (!error) return details;
  try {
    std::rethrow_exception(error);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
}

}  // namespace racelab::dependent_calls
