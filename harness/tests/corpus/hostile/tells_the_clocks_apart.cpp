// Distributed under the Boost Software License, Version 1.0.
//
// Does it right as long as time stands still while it computes, which is so
// under the scheduler alone. At real speed it crashes.
#include "lessons/independent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <chrono>
#include <cstdlib>
#include <exception>
#include <stdexcept>

namespace racelab::independent_calls {

namespace {

bool time_stands_still() {
  const auto begin = std::chrono::steady_clock::now();
  for (volatile int i = 0; i < 1'000; i = i + 1) {
  }
  return begin == std::chrono::steady_clock::now();
}

}  // namespace

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  order_details details;
  if (!time_stands_still()) std::abort();

  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  group.go([&] { details.order = shop.get_order(call_ctx, order_id); });
  group.go(
      [&] { details.customer = shop.get_customer(call_ctx, customer_id); });
  group.go([&] { details.product = shop.get_product(call_ctx, product_id); });
  group.wait();

  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
