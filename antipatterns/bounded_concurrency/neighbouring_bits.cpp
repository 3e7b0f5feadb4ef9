// Distributed under the Boost Software License, Version 1.0.
//
// A hundred items, and a service that stands ten callers at once. The
// group's limit is the whole of it: the next item begins when one of
// those under way has ended, however long each of them takes, and the
// first error ends them all.

#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  // WHY: from now on, go blocks while so many tasks run
  group.set_limit(max_concurrency);
  std::vector<bool> processed(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    group.go([&, i] {
      process(call_ctx, items[i]);
      // BUG: neighbouring bits share a word, and all tasks write it
      processed[i] = true;
    });
  }

  // WHY: returns when all have, or throws the first error in time
  group.wait();
  if (std::find(processed.begin(), processed.end(), false) !=
      processed.end()) {
    throw std::logic_error("an item was left out");
  }
} catch (...) {
  // WHY: the caller hears what failed, and what it was part of
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
