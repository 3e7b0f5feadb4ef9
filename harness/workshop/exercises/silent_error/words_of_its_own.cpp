// Distributed under the Boost Software License, Version 1.0.
//
// An error is an error: now it is thrown, and says what failed.

#include "lessons/independent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  order_details details;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  group.go([&] { details.order = shop.get_order(call_ctx, order_id); });
  group.go([&] {
    details.customer = shop.get_customer(call_ctx, customer_id);
  });
  group.go([&] {
    details.product = shop.get_product(call_ctx, product_id);
  });

  group.wait();
  return details;
} catch (...) {
  throw std::runtime_error("get order details");
}

}  // namespace racelab::independent_calls
