// Distributed under the Boost Software License, Version 1.0.
//
// Order, customer and product come from three services, and the caller
// has all three ids: no call needs the answer of another. The details
// are there when the slowest call has answered, and an error of any
// call is an error of the whole.

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
  // BUG: the tasks share this variable, and nothing orders its users
  std::exception_ptr error;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  const auto start = [&](auto call) {
    group.go([&error, call] {
      try {
        call();
      } catch (...) {
        error = std::current_exception();
      }
      if (error) std::rethrow_exception(error);
    });
  };
  start([&] { details.order = shop.get_order(call_ctx, order_id); });
  start([&] {
    details.customer = shop.get_customer(call_ctx, customer_id);
  });
  start([&] {
    details.product = shop.get_product(call_ctx, product_id);
  });

  // WHY: returns when all have, or throws what the first to fail threw
  group.wait();
  return details;
} catch (...) {
  // WHY: the caller hears what failed, and what it was part of
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
