// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <exception>
#include <stdexcept>
#include <thread>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  // Each task's outcome overwrites the one before, also with success.
  order_details details;
  std::exception_ptr error;
  const auto finish = [&](std::jthread& thread, std::exception_ptr& outcome) {
    thread.join();
    error = outcome;
  };
  const auto calls = with_cancel_cause(ctx);
  std::exception_ptr outcomes[3];
  const auto start = [&](std::exception_ptr& outcome, auto call) {
    return std::jthread([&, call] {
      try {
        call();
      } catch (...) {
        outcome = std::current_exception();
      }
    });
  };
  std::jthread order = start(outcomes[0], [&] {
    details.order = shop.get_order(calls.ctx, order_id);
  });
  std::jthread customer = start(outcomes[1], [&] {
    details.customer = shop.get_customer(calls.ctx, customer_id);
  });
  std::jthread product = start(outcomes[2], [&] {
    details.product = shop.get_product(calls.ctx, product_id);
  });
  finish(order, outcomes[0]);
  finish(customer, outcomes[1]);
  finish(product, outcomes[2]);
  if (error) std::rethrow_exception(error);
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
