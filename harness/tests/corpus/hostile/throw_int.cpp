// Distributed under the Boost Software License, Version 1.0.
//
// Lets something that is not a std::exception escape from a thread.
#include "lessons/independent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <thread>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) {
  const std::jthread thread([&] {
    if (shop.get_order(ctx, order_id)) throw 42;
  });
  order_details details;
  auto group = errgroup::with_context(ctx);
  group.go([&] { details.order = shop.get_order(group.context(), order_id); });
  group.go([&] {
    details.customer = shop.get_customer(group.context(), customer_id);
  });
  group.go(
      [&] { details.product = shop.get_product(group.context(), product_id); });
  group.wait();
  return details;
}

}  // namespace racelab::independent_calls
