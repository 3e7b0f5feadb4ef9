// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>
#include <thread>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) try {
  // "volatile keeps the compiler from caching the flag."
  order_details details;
  volatile bool fetched = false;
  auto group = errgroup::with_context(ctx);
  group.go([&] {
    try {
      details.order = shop.get_order(group.context(), order_id);
    } catch (...) {
      std::throw_with_nested(std::runtime_error("get order"));
    }
    fetched = true;
  });
  group.go([&] {
    while (!fetched) {
      group.context().throw_if_done();
      std::this_thread::yield();
    }
    details.customer =
        shop.get_customer(group.context(), details.order->customer_id);
  });
  group.go([&] {
    while (!fetched) {
      group.context().throw_if_done();
      std::this_thread::yield();
    }
    details.product =
        shop.get_product(group.context(), details.order->product_id);
  });
  group.wait();
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::dependent_calls
