// Distributed under the Boost Software License, Version 1.0.
//
// The order names its customer and its product: both calls need what
// the order's call answers, and neither needs the other. The details
// are there when the order and then the slower of the two have come.

#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  try {
    // WHY: the order is here before there is a task that could read it
    details.order = shop.get_order(ctx, order_id);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order"));
  }

  try {
    // BUG: the second call waits for an answer that it does not need
    details.customer =
        shop.get_customer(ctx, details.order->customer_id);
    details.product = shop.get_product(ctx, details.order->product_id);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
