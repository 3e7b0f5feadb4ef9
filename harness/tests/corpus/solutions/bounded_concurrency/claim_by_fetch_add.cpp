// Distributed under the Boost Software License, Version 1.0.
//
// As many workers as there may be calls; each claims the next item in one step.
#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>
#include <cstddef>
#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  std::atomic<std::size_t> next = 0;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  for (int i = 0; i < max_concurrency; ++i) {
    group.go([&] {
      for (std::size_t mine = next++; mine < items.size(); mine = next++) {
        process(call_ctx, items[mine]);
      }
    });
  }
  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
