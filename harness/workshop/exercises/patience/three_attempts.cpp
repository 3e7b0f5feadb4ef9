// Distributed under the Boost Software License, Version 1.0.
//
// Looks three times, and a little later each time.

#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  try {
    auto group = errgroup::with_context(ctx);
    const context& call_ctx = group.context();
    group.go(
        [&] { details.order = shop.get_order(call_ctx, order_id); });
    const std::chrono::milliseconds fetch_time(10);
    const auto await_order = [&] {
      for (int attempt = 1; attempt <= 3 && !details.order; ++attempt) {
        call_ctx.sleep_for(attempt * fetch_time);
        call_ctx.throw_if_done();
      }
    };
    group.go([&] {
      await_order();
      const std::string& id = details.order->customer_id;
      details.customer = shop.get_customer(call_ctx, id);
    });
    group.go([&] {
      await_order();
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
