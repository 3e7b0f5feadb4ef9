// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  // The tasks are there first and wait until the order is.
  order_details details;
  std::mutex mutex;
  std::condition_variable changed;
  enum { pending, fetched, failed } state = pending;
  const auto announce = [&](auto outcome) {
    const std::lock_guard lock(mutex);
    state = outcome;
    changed.notify_all();
  };
  const auto order_is_here = [&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return state != pending; });
    return state == fetched;
  };

  auto group = errgroup::with_context(ctx);
  group.go([&] {
    if (!order_is_here()) return;
    details.customer =
        shop.get_customer(group.context(), details.order->customer_id);
  });
  group.go([&] {
    if (!order_is_here()) return;
    details.product =
        shop.get_product(group.context(), details.order->product_id);
  });

  try {
    details.order = shop.get_order(ctx, order_id);
    announce(fetched);
  } catch (...) {
    announce(failed);
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
