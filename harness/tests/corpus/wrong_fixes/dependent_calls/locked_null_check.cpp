// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <mutex>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) try {
  // "It crashed on a null order, so now it looks first."
  order_details details;
  std::mutex mutex;
  auto group = errgroup::with_context(ctx);
  const auto id_of = [&](std::string order::*id) {
    const std::lock_guard lock(mutex);
    return details.order ? (*details.order).*id : std::string();
  };
  group.go([&] {
    try {
      auto order = shop.get_order(group.context(), order_id);
      const std::lock_guard lock(mutex);
      details.order = std::move(order);
    } catch (...) {
      std::throw_with_nested(std::runtime_error("get order"));
    }
  });
  group.go([&] {
    const std::string id = id_of(&order::customer_id);
    details.customer = shop.get_customer(group.context(), id);
  });
  group.go([&] {
    const std::string id = id_of(&order::product_id);
    details.product = shop.get_product(group.context(), id);
  });
  group.wait();
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::dependent_calls
