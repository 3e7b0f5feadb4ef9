// Distributed under the Boost Software License, Version 1.0.
//
// What the tasks share is an atomic pointer that has owners.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>
#include <exception>
#include <memory>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  const std::chrono::milliseconds poll_interval(1);
  std::atomic<std::shared_ptr<order>> fetched;
  const auto fetched_order = [&](const context& call_ctx) {
    for (;;) {
      if (auto order = fetched.load()) return order;
      call_ctx.sleep_for(poll_interval);
      call_ctx.throw_if_done();
    }
  };

  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  group.go([&] {
    const std::string id = fetched_order(call_ctx)->customer_id;
    details.customer = shop.get_customer(call_ctx, id);
  });
  group.go([&] {
    const std::string id = fetched_order(call_ctx)->product_id;
    details.product = shop.get_product(call_ctx, id);
  });

  try {
    fetched = shop.get_order(ctx, order_id);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order"));
  }

  try {
    group.wait();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  details.order = std::make_unique<order>(*fetched.load());
  return details;
}

}  // namespace racelab::dependent_calls
