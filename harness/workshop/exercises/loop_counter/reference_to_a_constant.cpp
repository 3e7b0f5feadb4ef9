// Distributed under the Boost Software License, Version 1.0.
//
// Each task has a name of its own for the counter, and cannot change
// it.

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
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t& mine = i;
    group.go([&] { process(call_ctx, items[mine]); });
  }

  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
