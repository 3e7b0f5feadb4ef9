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
    boost::mutex mutex;
    auto group = errgroup::with_context(ctx);
    const context& call_ctx = group.context();
    const auto the_order = [&]() -> const order& {
      // BUG: this look is outside the lock that the store is under
      if (details.order == nullptr) {
        const boost::lock_guard<boost::mutex> lock(mutex);
        if (details.order == nullptr) {
          details.order = shop.get_order(call_ctx, order_id);
        }
      }
      return *details.order;
    };
    group.go([&] {
      const std::string& id = the_order().customer_id;
      details.customer = shop.get_customer(call_ctx, id);
    });
    group.go([&] {
      const std::string& id = the_order().product_id;
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
