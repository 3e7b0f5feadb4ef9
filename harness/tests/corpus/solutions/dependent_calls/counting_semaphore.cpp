// Distributed under the Boost Software License, Version 1.0.
#include "lessons/dependent_calls.hpp"

#include <exception>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <thread>

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  try {
    details.order = shop.get_order(ctx, order_id);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order"));
  }

  const auto calls = with_cancel_cause(ctx);
  std::once_flag failed;
  std::exception_ptr error;
  std::counting_semaphore<2> answered(0);
  const auto start = [&](auto call) {
    return std::jthread([&, call] {
      try {
        call();
      } catch (...) {
        std::call_once(failed, [&] {
          error = std::current_exception();
          calls.cancel(error);
        });
      }
      answered.release();
    });
  };

  const std::jthread customer = start([&] {
    details.customer = shop.get_customer(calls.ctx, details.order->customer_id);
  });
  const std::jthread product = start([&] {
    details.product = shop.get_product(calls.ctx, details.order->product_id);
  });
  for (int tasks = 2; tasks > 0; --tasks) answered.acquire();

  try {
    if (error) std::rethrow_exception(error);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("get order details"));
  }
  return {std::move(details.order), std::move(details.customer),
          std::move(details.product)};
}

}  // namespace racelab::dependent_calls
