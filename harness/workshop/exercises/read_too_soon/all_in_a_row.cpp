// Distributed under the Boost Software License, Version 1.0.
//
// The order first, and then the others: there is nothing left that
// could race.

#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
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
    details.customer =
        shop.get_customer(ctx, details.order->customer_id);
    details.product = shop.get_product(ctx, details.order->product_id);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
