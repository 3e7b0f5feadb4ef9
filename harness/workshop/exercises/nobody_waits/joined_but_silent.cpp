// Distributed under the Boost Software License, Version 1.0.
//
// All threads are joined before the function returns.

#include "lessons/independent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  order_details details;
  const context& call_ctx = ctx;
  boost::thread_group threads;
  const auto start = [&](auto call) {
    threads.create_thread([call] {
      try {
        call();
      } catch (...) {
      }
    });
  };

  start([&] { details.order = shop.get_order(call_ctx, order_id); });
  start([&] {
    details.customer = shop.get_customer(call_ctx, customer_id);
  });
  start([&] {
    details.product = shop.get_product(call_ctx, product_id);
  });

  threads.join_all();
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
