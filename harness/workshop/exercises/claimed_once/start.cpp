// Distributed under the Boost Software License, Version 1.0.

#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>
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
      std::size_t mine = next;
      while (mine < items.size()) {
        if (next.compare_exchange_weak(mine, mine + 1)) {
          process(call_ctx, items[mine]);
          mine = next;
        }
      }
    });
  }

  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
