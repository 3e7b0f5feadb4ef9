// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace racelab::dependent_calls {
namespace {

class error_list {
 public:
  void add(std::exception_ptr error) {
    const std::scoped_lock lock(mutex_);
    errors_.push_back(error);
  }

  void rethrow_first() {
    const std::scoped_lock lock(mutex_);
    if (!errors_.empty()) std::rethrow_exception(errors_.front());
  }

 private:
  std::mutex mutex_;
  std::vector<std::exception_ptr> errors_;
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
  error_list errors;
  const auto start = [&](auto call) {
    return std::jthread([&, call] {
      try {
        call();
      } catch (...) {
        errors.add(std::current_exception());
        calls.cancel(std::current_exception());
      }
    });
  };
  {
    const std::jthread customer = start([&] {
      details.customer =
          shop.get_customer(calls.ctx, details.order->customer_id);
    });
    const std::jthread product = start([&] {
      details.product = shop.get_product(calls.ctx, details.order->product_id);
    });
  }

  try {
    errors.rethrow_first();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
