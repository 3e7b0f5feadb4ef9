// Distributed under the Boost Software License, Version 1.0.
//
// The order is started first, and the other tasks only once it is
// running.

#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  try {
    std::atomic<bool> running = false;
    auto group = errgroup::with_context(ctx);
    const context& call_ctx = group.context();
    group.go([&] {
      running = true;
      details.order = shop.get_order(call_ctx, order_id);
    });
    while (!running) boost::this_thread::yield();
    group.go([&] {
      const std::string& id = details.order->customer_id;
      details.customer = shop.get_customer(call_ctx, id);
    });
    group.go([&] {
      const std::string& id = details.order->product_id;
      details.product = shop.get_product(call_ctx, id);
    });
    group.wait();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
