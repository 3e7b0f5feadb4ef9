// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <exception>
#include <future>
#include <stdexcept>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  auto order = std::async(std::launch::async,
                          [&] { return shop.get_order(ctx, order_id); });
  auto customer = std::async(
      std::launch::async, [&] { return shop.get_customer(ctx, customer_id); });
  auto product = std::async(std::launch::async,
                            [&] { return shop.get_product(ctx, product_id); });
  return {order.get(), customer.get(), product.get()};
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
