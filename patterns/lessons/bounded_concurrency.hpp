// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "lessons/items.hpp"

namespace racelab::bounded_concurrency {

// Processes every item once, at most `max_concurrency` (at least one)
// at the same time, and no fewer than that while items are left.
//
// Blocks until every call of `process` has returned. The first error in
// time cancels the calls still under way and is thrown, nested in a
// std::runtime_error that says "process items"; items that had not been
// begun are not begun any more, or give up at once. If `ctx` is done,
// the calls give up at once and ctx.err() or its cause is thrown the
// same way.
void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process);

}  // namespace racelab::bounded_concurrency
