// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <mutex>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) try {
  // "One lock round everything, then nothing can race."
  order_details details;
  std::mutex mutex;
  auto group = errgroup::with_context(ctx);
  group.go([&] {
    const std::lock_guard lock(mutex);
    try {
      details.order = shop.get_order(group.context(), order_id);
    } catch (...) {
      std::throw_with_nested(std::runtime_error("get order"));
    }
  });
  group.go([&] {
    const std::lock_guard lock(mutex);
    details.customer =
        shop.get_customer(group.context(), details.order->customer_id);
  });
  group.go([&] {
    const std::lock_guard lock(mutex);
    details.product =
        shop.get_product(group.context(), details.order->product_id);
  });
  group.wait();
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::dependent_calls
