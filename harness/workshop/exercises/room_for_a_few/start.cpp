// Distributed under the Boost Software License, Version 1.0.
#include "lessons/bounded_concurrency.hpp"

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) {
  static_cast<void>(ctx);
  static_cast<void>(items);
  static_cast<void>(max_concurrency);
  static_cast<void>(process);
}

}  // namespace racelab::bounded_concurrency
