// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include <exception>
#include <future>
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
    auto customer = std::async(std::launch::deferred, [&] {
      return shop.get_customer(ctx, details.order->customer_id);
    });
    auto product = std::async(std::launch::deferred, [&] {
      return shop.get_product(ctx, details.order->product_id);
    });
    details.customer = customer.get();
    details.product = product.get();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
