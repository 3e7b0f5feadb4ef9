// Distributed under the Boost Software License, Version 1.0.
//
// Every call has a thread of its own now.

#include "lessons/independent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <future>
#include <stdexcept>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  order_details details;

  details.order = std::async(std::launch::async, [&] {
                    return shop.get_order(ctx, order_id);
                  }).get();
  details.customer = std::async(std::launch::async, [&] {
                       return shop.get_customer(ctx, customer_id);
                     }).get();
  details.product = std::async(std::launch::async, [&] {
                      return shop.get_product(ctx, product_id);
                    }).get();

  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
