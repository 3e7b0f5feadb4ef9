// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  order_details details;
  const auto calls = with_cancel_cause(ctx);
  std::mutex mutex;
  std::exception_ptr first;
  const auto start = [&](auto call) {
    return std::jthread([&, call] {
      try {
        call();
      } catch (...) {
        {
          const std::lock_guard lock(mutex);
          if (first) return;
          first = std::current_exception();
        }
        calls.cancel(first);
      }
    });
  };
  {
    const std::jthread order = start(
        [&] { details.order = shop.get_order(calls.ctx, order_id); });
    const std::jthread customer = start([&] {
      details.customer = shop.get_customer(calls.ctx, customer_id);
    });
    const std::jthread product = start([&] {
      details.product = shop.get_product(calls.ctx, product_id);
    });
  }
  if (first) std::rethrow_exception(first);
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
