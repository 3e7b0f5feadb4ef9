// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "lessons/items.hpp"

namespace racelab::worker_pool {

// Makes a result of every item, and returns them in the items' order.
// So many workers (at least one) do it, each one item at a time, and
// none of them is idle while items are left.
//
// Blocks until every call of `process` has returned. The first error in
// time cancels the calls still under way and is thrown, nested in a
// std::runtime_error that says "process items"; items that had not been
// begun are not begun any more, or give up at once. If `ctx` is done,
// the calls give up at once and ctx.err() or its cause is thrown the
// same way.
std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process);

}  // namespace racelab::worker_pool
