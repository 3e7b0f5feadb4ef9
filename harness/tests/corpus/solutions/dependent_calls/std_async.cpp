// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include <exception>
#include <future>
#include <mutex>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  try {
    details.order = shop.get_order(ctx, order_id);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order"));
  }

  try {
    // The customer's call is made in this thread, the product's beside it.
    const auto calls = with_cancel_cause(ctx);
    std::mutex mutex;
    std::exception_ptr error;
    const auto guarded = [&](auto call) {
      try {
        call();
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (error) return;
        error = std::current_exception();
        calls.cancel(error);
      }
    };
    const auto product = std::async(std::launch::async, [&] {
      guarded([&] {
        details.product =
            shop.get_product(calls.ctx, details.order->product_id);
      });
    });
    guarded([&] {
      details.customer =
          shop.get_customer(calls.ctx, details.order->customer_id);
    });
    product.wait();
    if (error) std::rethrow_exception(error);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
