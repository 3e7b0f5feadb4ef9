// Distributed under the Boost Software License, Version 1.0.
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

  // "A page without the product is better than no page."
  auto group = errgroup::with_context(ctx);
  group.go([&] {
    try {
      details.customer =
          shop.get_customer(group.context(), details.order->customer_id);
    } catch (const std::exception&) {
    }
  });
  group.go([&] {
    try {
      details.product =
          shop.get_product(group.context(), details.order->product_id);
    } catch (const std::exception&) {
    }
  });
  group.wait();
  return details;
}

}  // namespace racelab::dependent_calls
