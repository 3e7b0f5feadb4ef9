// Distributed under the Boost Software License, Version 1.0.
//
// The order names its customer and its product: both calls need what
// the order's call answers, and neither needs the other. The details
// are there when the order and then the slower of the two have come.

#include "lessons/dependent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  try {
    // WHY: the order is here before there is a task that could read it
    details.order = shop.get_order(ctx, order_id);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order"));
  }

  try {
    const context& call_ctx = ctx;
    const auto start = [](auto call) {
      boost::thread([call] {
        try {
          call();
        } catch (...) {
        }
      }).detach();
    };
    // WHY: neither call needs the other's answer, so neither waits
    start([&] {
      const std::string& id = details.order->customer_id;
      details.customer = shop.get_customer(call_ctx, id);
    });
    start([&] {
      const std::string& id = details.order->product_id;
      details.product = shop.get_product(call_ctx, id);
    });
    // BUG: nothing waits for the threads, and their errors are dropped
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return details;
}

}  // namespace racelab::dependent_calls
