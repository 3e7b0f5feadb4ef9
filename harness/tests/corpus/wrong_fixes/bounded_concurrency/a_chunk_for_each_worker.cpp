// Distributed under the Boost Software License, Version 1.0.
//
// Each worker has its share of the items, and nothing to do when it is through.
#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  const auto workers = static_cast<std::size_t>(max_concurrency);
  const std::size_t share = (items.size() + workers - 1) / workers;
  for (std::size_t first = 0; first < items.size(); first += share) {
    const std::size_t end = std::min(first + share, items.size());
    group.go([&, first, end] {
      for (std::size_t i = first; i < end; ++i) process(call_ctx, items[i]);
    });
  }
  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
