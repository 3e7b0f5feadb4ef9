// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <exception>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  order_details details;
  const std::vector<std::function<void()>> calls = {
      [&] { details.order = shop.get_order(ctx, order_id); },
      [&] { details.customer = shop.get_customer(ctx, customer_id); },
      [&] { details.product = shop.get_product(ctx, product_id); }};
  for (const auto& call : calls) {
    std::exception_ptr error;
    std::thread thread([&] {
      try {
        call();
      } catch (...) {
        error = std::current_exception();
      }
    });
    thread.join();
    if (error) std::rethrow_exception(error);
  }
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
