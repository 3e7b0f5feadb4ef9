// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  std::atomic<bool> fetched = false;
  const auto await_order = [&](const context& call_ctx) {
    while (!fetched.load(std::memory_order_acquire)) {
      call_ctx.throw_if_done();
      boost::this_thread::yield();
    }
  };
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  group.go([&] {
    await_order(call_ctx);
    const std::string& id = details.order->customer_id;
    details.customer = shop.get_customer(call_ctx, id);
  });
  group.go([&] {
    await_order(call_ctx);
    const std::string& id = details.order->product_id;
    details.product = shop.get_product(call_ctx, id);
  });

  try {
    details.order = shop.get_order(ctx, order_id);
    fetched.store(true, std::memory_order_release);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order"));
  }
  try {
    group.wait();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
