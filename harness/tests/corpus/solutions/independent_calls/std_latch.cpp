// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <array>
#include <exception>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  order_details details;
  const auto calls = with_cancel_cause(ctx);
  std::array<std::exception_ptr, 3> errors;
  std::latch answered(3);
  const auto start = [&](std::exception_ptr& error, auto call) {
    return std::jthread([&, call] {
      try {
        call();
      } catch (...) {
        // The context keeps the first cause, so it knows who was first.
        error = std::current_exception();
        calls.cancel(error);
      }
      answered.count_down();
    });
  };

  const std::jthread order = start(
      errors[0], [&] { details.order = shop.get_order(calls.ctx, order_id); });
  const std::jthread customer = start(errors[1], [&] {
    details.customer = shop.get_customer(calls.ctx, customer_id);
  });
  const std::jthread product = start(errors[2], [&] {
    details.product = shop.get_product(calls.ctx, product_id);
  });

  answered.wait();
  const std::exception_ptr first = calls.ctx.cause();
  for (const std::exception_ptr& error : errors) {
    if (error && error == first) std::rethrow_exception(error);
  }
  // None of them was first: the caller's context was.
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
