// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "lessons/items.hpp"

namespace racelab::waiting_for_all {

// Processes every item once, all at the same time.
//
// Blocks until every call of `process` has returned. The first error in
// time cancels the calls still under way and is thrown, nested in a
// std::runtime_error that says "process items". If `ctx` is done, the
// calls give up at once and ctx.err() or its cause is thrown the same
// way.
void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process);

}  // namespace racelab::waiting_for_all
