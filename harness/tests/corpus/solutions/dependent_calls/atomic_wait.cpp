// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  std::atomic<int> fetched = -1;

  auto group = errgroup::with_context(ctx);
  group.go([&] {
    fetched.wait(-1, std::memory_order_acquire);
    if (fetched.load(std::memory_order_acquire) == 0) return;
    details.customer =
        shop.get_customer(group.context(), details.order->customer_id);
  });
  group.go([&] {
    fetched.wait(-1, std::memory_order_acquire);
    if (fetched.load(std::memory_order_acquire) == 0) return;
    details.product =
        shop.get_product(group.context(), details.order->product_id);
  });

  try {
    details.order = shop.get_order(ctx, order_id);
    fetched.store(1, std::memory_order_release);
    fetched.notify_all();
  } catch (...) {
    fetched.store(0, std::memory_order_release);
    fetched.notify_all();
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
