// Distributed under the Boost Software License, Version 1.0.
//
// The details live as long as the last thread that uses them, so
// nothing is left dangling.

#include "lessons/independent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  const auto kept = std::make_shared<order_details>();
  order_details& details = *kept;
  const context& call_ctx = ctx;
  const auto start = [kept](auto call) {
    boost::thread([call, kept] {
      try {
        call();
      } catch (...) {
      }
    }).detach();
  };

  start([&] { details.order = shop.get_order(call_ctx, order_id); });
  start([&] {
    details.customer = shop.get_customer(call_ctx, customer_id);
  });
  start([&] {
    details.product = shop.get_product(call_ctx, product_id);
  });

  return std::move(details);
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
