// Distributed under the Boost Software License, Version 1.0.
//
// The order names its customer and its product: both calls need what
// the order's call answers, and neither needs the other. The details
// are there when the order and then the slower of the two have come.

#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  try {
    const std::chrono::milliseconds poll_interval(1);
    std::shared_ptr<order> fetched;
    const auto fetched_order = [&](const context& call_ctx) {
      while (!std::shared_ptr<order>(fetched)) {
        call_ctx.sleep_for(poll_interval);
        call_ctx.throw_if_done();
      }
      return fetched;
    };
    auto group = errgroup::with_context(ctx);
    const context& call_ctx = group.context();
    // BUG: only its count is safe, not the pointer that all tasks share
    group.go([&] { fetched = shop.get_order(call_ctx, order_id); });
    group.go([&] {
      const std::string id = fetched_order(call_ctx)->customer_id;
      details.customer = shop.get_customer(call_ctx, id);
    });
    group.go([&] {
      const std::string id = fetched_order(call_ctx)->product_id;
      details.product = shop.get_product(call_ctx, id);
    });
    // WHY: no task outlives this, and the first error comes out of it
    group.wait();
    details.order = std::make_unique<order>(*fetched);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
