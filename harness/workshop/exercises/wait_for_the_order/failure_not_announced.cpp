// Distributed under the Boost Software License, Version 1.0.
//
// There is nothing to announce when there is no order.

#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  std::mutex mutex;
  std::condition_variable changed;
  enum { pending, here } state = pending;
  const auto announce = [&](auto outcome) {
    const std::lock_guard lock(mutex);
    state = outcome;
    changed.notify_all();
  };
  const auto order_is_here = [&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return state != pending; });
    return state == here;
  };

  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  group.go([&] {
    if (!order_is_here()) return;
    const std::string& id = details.order->customer_id;
    details.customer = shop.get_customer(call_ctx, id);
  });
  group.go([&] {
    if (!order_is_here()) return;
    const std::string& id = details.order->product_id;
    details.product = shop.get_product(call_ctx, id);
  });

  try {
    details.order = shop.get_order(ctx, order_id);
    announce(here);
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
