// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include <exception>
#include <memory>
#include <stdexcept>
#include <thread>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  // "The state is shared, so the threads may live as long as they like."
  const auto details = std::make_shared<order_details>();
  try {
    details->order = shop.get_order(ctx, order_id);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order"));
  }
  const auto start = [](auto call) {
    std::thread([call] {
      try {
        call();
      } catch (const std::exception&) {
      }
    }).detach();
  };
  start([details, ctx, &shop] {
    details->customer = shop.get_customer(ctx, details->order->customer_id);
  });
  start([details, ctx, &shop] {
    details->product = shop.get_product(ctx, details->order->product_id);
  });
  auto order = std::make_unique<racelab::order>(*details->order);
  return {std::move(order), nullptr, nullptr};
}

}  // namespace racelab::dependent_calls
