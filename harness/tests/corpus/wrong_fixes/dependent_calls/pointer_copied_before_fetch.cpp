// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) try {
  // "The tasks read through a pointer of their own."
  order_details details;
  auto group = errgroup::with_context(ctx);
  const order* const order = details.order.get();
  group.go([&] {
    try {
      details.order = shop.get_order(group.context(), order_id);
    } catch (...) {
      std::throw_with_nested(std::runtime_error("get order"));
    }
  });
  group.go([&] {
    details.customer = shop.get_customer(group.context(), order->customer_id);
  });
  group.go([&] {
    details.product = shop.get_product(group.context(), order->product_id);
  });
  group.wait();
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::dependent_calls
