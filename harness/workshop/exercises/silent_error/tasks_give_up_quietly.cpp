// Distributed under the Boost Software License, Version 1.0.
//
// A task that fails leaves its part empty, and that is what the error
// is made of.

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

  const auto quietly = [](auto call) {
    try {
      call();
    } catch (const std::exception&) {
    }
  };
  group.go([&] {
    quietly(
        [&] { details.order = shop.get_order(call_ctx, order_id); });
  });
  group.go([&] {
    quietly([&] {
      details.customer = shop.get_customer(call_ctx, customer_id);
    });
  });
  group.go([&] {
    quietly([&] {
      details.product = shop.get_product(call_ctx, product_id);
    });
  });

  group.wait();
  if (!details.order || !details.customer || !details.product) {
    throw std::runtime_error("a part is missing");
  }
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
