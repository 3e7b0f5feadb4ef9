// Distributed under the Boost Software License, Version 1.0.
//
// A latch that every thread counts down, and threads that are joined.
#include "lessons/wait_group.hpp"

#include <cstddef>
#include <exception>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  std::mutex mutex;
  std::exception_ptr first;
  std::latch all_done(static_cast<std::ptrdiff_t>(items.size()));
  std::vector<std::jthread> threads;
  for (const item& each : items) {
    threads.emplace_back([&] {
      try {
        process(calls.ctx, each);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!first) first = std::current_exception();
        calls.cancel(first);
      }
      all_done.count_down();
    });
  }
  all_done.wait();
  const std::lock_guard lock(mutex);
  if (first) std::rethrow_exception(first);
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
