// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>
#include <thread>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  std::atomic<bool> fetched = false;
  const auto await_order = [&](const context& call_ctx) {
    while (!fetched.load(std::memory_order_acquire)) {
      call_ctx.throw_if_done();
      std::this_thread::yield();
    }
  };
  auto group = errgroup::with_context(ctx);

  group.go([&] {
    await_order(group.context());
    details.customer =
        shop.get_customer(group.context(), details.order->customer_id);
  });
  group.go([&] {
    await_order(group.context());
    details.product =
        shop.get_product(group.context(), details.order->product_id);
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
