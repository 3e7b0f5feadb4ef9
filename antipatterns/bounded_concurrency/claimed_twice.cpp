// Distributed under the Boost Software License, Version 1.0.
//
// A hundred items, and a service that stands ten callers at once. The
// group's limit is the whole of it: the next item begins when one of
// those under way has ended, however long each of them takes, and the
// first error ends them all.

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
      // BUG: two tasks may both see the same next, and both take it
      for (std::size_t mine = next; mine < items.size(); mine = next) {
        next = mine + 1;
        process(call_ctx, items[mine]);
      }
    });
  }

  // WHY: returns when all have, or throws the first error in time
  group.wait();
} catch (...) {
  // WHY: the caller hears what failed, and what it was part of
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
