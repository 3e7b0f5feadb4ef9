// Distributed under the Boost Software License, Version 1.0.
//
// Takes all the memory there is.
#include "lessons/independent_calls.hpp"

#include <cstring>
#include <memory>
#include <vector>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) {
  constexpr std::size_t size = 16 << 20;
  std::vector<std::unique_ptr<char[]>> hoard;
  for (;;) {
    hoard.push_back(std::make_unique_for_overwrite<char[]>(size));
    std::memset(hoard.back().get(), 1, size);
    if (hoard.empty()) break;
  }
  order_details details;
  details.order = shop.get_order(ctx, order_id);
  details.customer = shop.get_customer(ctx, customer_id);
  details.product = shop.get_product(ctx, product_id);
  return details;
}

}  // namespace racelab::independent_calls
