// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <exception>
#include <future>
#include <stdexcept>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  const auto calls = with_cancel_cause(ctx);
  const auto start = [&](auto call) {
    return std::async(std::launch::async, [&, call] {
      try {
        return call();
      } catch (...) {
        calls.cancel(std::current_exception());
        throw;
      }
    });
  };
  auto order = start([&] { return shop.get_order(calls.ctx, order_id); });
  auto customer =
      start([&] { return shop.get_customer(calls.ctx, customer_id); });
  auto product = start([&] { return shop.get_product(calls.ctx, product_id); });
  // The first in the source, not in time: it may only have been canceled.
  return {order.get(), customer.get(), product.get()};
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
