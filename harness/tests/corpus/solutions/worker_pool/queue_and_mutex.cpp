// Distributed under the Boost Software License, Version 1.0.
//
// A queue of jobs that is filled before the workers start, under a mutex.
#include "lessons/worker_pool.hpp"

#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <queue>
#include <stdexcept>
#include <thread>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  std::vector<std::string> results(items.size());
  std::mutex mutex;
  std::queue<std::size_t> jobs;
  for (std::size_t job = 0; job < items.size(); ++job) jobs.push(job);
  const auto next = [&]() -> std::optional<std::size_t> {
    const std::lock_guard lock(mutex);
    if (jobs.empty()) return std::nullopt;
    const std::size_t job = jobs.front();
    jobs.pop();
    return job;
  };
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < num_workers; ++i) {
      workers.emplace_back([&] {
        try {
          while (const auto job = next())
            results[*job] = process(calls.ctx, items[*job]);
        } catch (...) {
          calls.cancel(std::current_exception());
        }
      });
    }
  }
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
  return results;
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
