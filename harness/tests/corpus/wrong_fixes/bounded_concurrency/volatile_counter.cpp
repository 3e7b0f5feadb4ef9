// Distributed under the Boost Software License, Version 1.0.
//
// The running calls are counted in a volatile.
#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <boost/thread/thread.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  volatile int running = 0;
  for (const item& each : items) {
    while (running >= max_concurrency) boost::this_thread::yield();
    running = running + 1;
    group.go([&] {
      try {
        process(call_ctx, each);
      } catch (...) {
        running = running - 1;
        throw;
      }
      running = running - 1;
    });
  }
  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
