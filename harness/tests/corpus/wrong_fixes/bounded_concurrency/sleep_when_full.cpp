// Distributed under the Boost Software License, Version 1.0.
//
// Whom the group has no room for is tried again, a good while later.
#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <chrono>
#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  group.set_limit(max_concurrency);
  for (const item& each : items) {
    while (!group.try_go([&] { process(call_ctx, each); })) {
      call_ctx.sleep_for(std::chrono::milliseconds(100));
    }
  }
  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
