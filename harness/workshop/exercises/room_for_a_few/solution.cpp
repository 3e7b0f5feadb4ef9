// Distributed under the Boost Software License, Version 1.0.
#include "lessons/bounded_concurrency.hpp"

#include <exception>
#include <semaphore>
#include <stdexcept>
#include <thread>
#include <vector>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  std::counting_semaphore<> places(max_concurrency);
  {
    std::vector<std::jthread> threads;
    for (const item& each : items) {
      places.acquire();
      threads.emplace_back([&] {
        try {
          process(calls.ctx, each);
        } catch (...) {
          calls.cancel(std::current_exception());
        }
        places.release();
      });
    }
  }
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
