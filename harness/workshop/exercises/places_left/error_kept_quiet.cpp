// Distributed under the Boost Software License, Version 1.0.
//
// The place is given back after an error as well.

#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <semaphore>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  std::counting_semaphore<> places(max_concurrency);
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  for (const item& each : items) {
    places.acquire();
    group.go([&] {
      try {
        process(call_ctx, each);
      } catch (const std::exception&) {
      }
      places.release();
    });
  }

  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
