// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "lessons/shop.hpp"

namespace racelab::independent_calls {

// Three calls, none of which needs another's answer: all at once.
//
// Blocks until every call it started has returned, so about as long as
// the slowest of them. The first error in time cancels the calls still
// under way and is thrown, nested in a std::runtime_error that says
// "get order details". If `ctx` is done, the calls give up at once and
// ctx.err() or its cause is thrown the same way.
order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id);

}  // namespace racelab::independent_calls
