// Distributed under the Boost Software License, Version 1.0.
//
// The order names its customer and its product: both calls need what
// the order's call answers, and neither needs the other. The details
// are there when the order and then the slower of the two have come.

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
    const std::chrono::milliseconds poll_interval(1);
    std::atomic<bool> fetched = false;
    auto group = errgroup::with_context(ctx);
    const context& call_ctx = group.context();
    group.go([&] {
      details.order = shop.get_order(call_ctx, order_id);
      // BUG: relaxed: who sees the flag need not see the order
      fetched.store(true, std::memory_order_relaxed);
    });
    // WHY: neither call needs the other's answer, so neither waits
    group.go([&] {
      while (!fetched.load(std::memory_order_relaxed)) {
        call_ctx.sleep_for(poll_interval);
        call_ctx.throw_if_done();
      }
      const std::string& id = details.order->customer_id;
      details.customer = shop.get_customer(call_ctx, id);
    });
    group.go([&] {
      while (!fetched.load(std::memory_order_relaxed)) {
        call_ctx.sleep_for(poll_interval);
        call_ctx.throw_if_done();
      }
      const std::string& id = details.order->product_id;
      details.product = shop.get_product(call_ctx, id);
    });
    // WHY: no task outlives this, and the first error comes out of it
    group.wait();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
