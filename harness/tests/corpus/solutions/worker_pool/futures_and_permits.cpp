// Distributed under the Boost Software License, Version 1.0.
//
// No workers at all: a future for each item, and permits for as many as there
// may be at once.
#include "lessons/worker_pool.hpp"

#include <cstddef>
#include <exception>
#include <future>
#include <semaphore>
#include <stdexcept>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  std::counting_semaphore<> permits(num_workers);
  std::vector<std::future<std::string>> tasks;
  for (const item& each : items) {
    permits.acquire();
    tasks.push_back(std::async(std::launch::async, [&] {
      std::string result;
      try {
        result = process(calls.ctx, each);
      } catch (...) {
        calls.cancel(std::current_exception());
      }
      permits.release();
      return result;
    }));
  }
  std::vector<std::string> results;
  for (auto& each : tasks) results.push_back(each.get());
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
  return results;
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
