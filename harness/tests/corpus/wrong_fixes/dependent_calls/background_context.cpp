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

  try {
    auto group = errgroup::with_context(context::background());
    group.go([&] {
      details.customer =
          shop.get_customer(group.context(), details.order->customer_id);
    });
    group.go([&] {
      details.product =
          shop.get_product(group.context(), details.order->product_id);
    });
    group.wait();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
