// Distributed under the Boost Software License, Version 1.0.
//
// Tells of an error only when no item succeeded.
#include "lessons/wait_group.hpp"

#include "concurrency/wait_group.hpp"

#include <atomic>
#include <cstddef>
#include <exception>
#include <stdexcept>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  std::atomic<std::size_t> failed = 0;
  wait_group group;
  for (const item& each : items) {
    group.go([&] {
      try {
        process(calls.ctx, each);
      } catch (...) {
        ++failed;
        calls.cancel(std::current_exception());
      }
    });
  }
  group.wait();
  if (failed != 0 && failed == items.size())
    std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
