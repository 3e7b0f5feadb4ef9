// Distributed under the Boost Software License, Version 1.0.
//
// Whoever comes first fetches the order, under a lock; the first look at it is
// outside.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  const auto fetch = [&](const context& call_ctx) {
    try {
      details.order = shop.get_order(call_ctx, order_id);
    } catch (...) {
      std::throw_with_nested(std::runtime_error("get order"));
    }
  };
  try {
    boost::mutex mutex;
    const auto the_order = [&](auto& call_ctx) -> const order& {
      if (details.order == nullptr) {
        const boost::lock_guard<boost::mutex> lock(mutex);
        if (details.order == nullptr) fetch(call_ctx);
      }
      return *details.order;
    };
    auto group = errgroup::with_context(ctx);
    const context& call_ctx = group.context();
    group.go([&] {
      const std::string& id = the_order(call_ctx).customer_id;
      details.customer = shop.get_customer(call_ctx, id);
    });
    group.go([&] {
      const std::string& id = the_order(call_ctx).product_id;
      details.product = shop.get_product(call_ctx, id);
    });
    group.wait();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
