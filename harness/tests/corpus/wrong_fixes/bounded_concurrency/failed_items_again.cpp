// Distributed under the Boost Software License, Version 1.0.
//
// Items that failed are tried until they succeed.
#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  group.set_limit(max_concurrency);
  for (const item& each : items) {
    group.go([&] {
      for (;;) {
        try {
          return process(call_ctx, each);
        } catch (const std::runtime_error&) {
          if (call_ctx.done()) throw;
        }
      }
    });
  }
  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
