// Distributed under the Boost Software License, Version 1.0.
//
// Needs more stack than there is.
#include "lessons/independent_calls.hpp"

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) {
  order_details details =
      get_order_details(ctx, shop, order_id, customer_id, product_id);
  details.order = shop.get_order(ctx, order_id);
  return details;
}

}  // namespace racelab::independent_calls
