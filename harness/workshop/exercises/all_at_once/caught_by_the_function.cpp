// Distributed under the Boost Software License, Version 1.0.
//
// The function has a try round it all, so every error is caught.

#include "lessons/independent_calls.hpp"

#include <exception>
#include <stdexcept>
#include <thread>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  order_details details;
  {
    const std::jthread order(
        [&] { details.order = shop.get_order(ctx, order_id); });
    const std::jthread customer([&] {
      details.customer = shop.get_customer(ctx, customer_id);
    });
    const std::jthread product(
        [&] { details.product = shop.get_product(ctx, product_id); });
  }
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
