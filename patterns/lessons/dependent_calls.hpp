// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "lessons/shop.hpp"

namespace racelab::dependent_calls {

// The order names its customer and its product: fetch the order first,
// then the other two at once.
//
// Blocks until every call it started has returned, so about as long as
// the order's call and the slower of the other two. The first error in
// time cancels the calls still under way and is thrown, nested in a
// std::runtime_error that says "get order" for the first stage and "get
// order details" for the second. If `ctx` is done, the calls give up at
// once and ctx.err() or its cause is thrown the same way.
order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id);

}  // namespace racelab::dependent_calls
