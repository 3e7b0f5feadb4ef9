// Distributed under the Boost Software License, Version 1.0.
//
// Waits for an atomic flag that nobody ever sets.
#include "lessons/independent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) {
  std::atomic<bool> ready = false;
  auto group = errgroup::with_context(ctx);
  order_details details;
  group.go([&] {
    while (!ready.load()) {
    }
    details.order = shop.get_order(group.context(), order_id);
  });
  details.customer = shop.get_customer(ctx, customer_id);
  details.product = shop.get_product(ctx, product_id);
  group.wait();
  return details;
}

}  // namespace racelab::independent_calls
