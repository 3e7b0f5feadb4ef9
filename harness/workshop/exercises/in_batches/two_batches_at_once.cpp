// Distributed under the Boost Software License, Version 1.0.
//
// The next batch begins while this one is still waited for.

#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  const auto size = static_cast<std::size_t>(max_concurrency);

  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  const auto batch = [&](std::size_t first) {
    auto inner = errgroup::with_context(call_ctx);
    const context& inner_ctx = inner.context();
    const std::size_t end = std::min(first + size, items.size());
    for (std::size_t i = first; i < end; ++i) {
      inner.go([&, i] { process(inner_ctx, items[i]); });
    }
    inner.wait();
  };
  for (std::size_t first = 0; first < items.size(); first += size) {
    group.go([&, first] { batch(first); });
  }
  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
