// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) {
  static_cast<void>(ctx);
  static_cast<void>(shop);
  static_cast<void>(order_id);
  static_cast<void>(customer_id);
  static_cast<void>(product_id);
  return {};
}

}  // namespace racelab::independent_calls
