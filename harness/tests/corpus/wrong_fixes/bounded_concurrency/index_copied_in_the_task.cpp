// Distributed under the Boost Software License, Version 1.0.
//
// The task copies the loop's counter, but only once it runs: by then it may be
// another item's, or past the last.
#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <cstddef>
#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  std::size_t i = 0;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  group.set_limit(max_concurrency);
  for (; i < items.size(); ++i) {
    group.go([&] {
      const std::size_t mine = i;
      process(call_ctx, items.at(mine));
    });
  }
  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
