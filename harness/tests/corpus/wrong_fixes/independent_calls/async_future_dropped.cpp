// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <exception>
#include <future>
#include <stdexcept>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) {
  order_details details;
  // A dropped future of std::async waits, there and then.
  static_cast<void>(std::async(std::launch::async, [&] {
    details.order = shop.get_order(ctx, order_id);
  }));
  static_cast<void>(std::async(std::launch::async, [&] {
    details.customer = shop.get_customer(ctx, customer_id);
  }));
  static_cast<void>(std::async(std::launch::async, [&] {
    details.product = shop.get_product(ctx, product_id);
  }));
  return details;
}

}  // namespace racelab::independent_calls
