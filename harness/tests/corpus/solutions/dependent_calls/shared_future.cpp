// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <future>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  std::promise<const order*> promise;
  const std::shared_future<const order*> order = promise.get_future();

  auto group = errgroup::with_context(ctx);
  group.go([&] {
    if (!order.get()) return;
    details.customer =
        shop.get_customer(group.context(), details.order->customer_id);
  });
  group.go([&] {
    if (!order.get()) return;
    details.product =
        shop.get_product(group.context(), details.order->product_id);
  });

  try {
    details.order = shop.get_order(ctx, order_id);
    promise.set_value(details.order.get());
  } catch (...) {
    promise.set_value(nullptr);
    std::throw_with_nested(std::runtime_error("get order"));
  }

  try {
    group.wait();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
