// Distributed under the Boost Software License, Version 1.0.
//
// One notification for each change.

#include "lessons/worker_pool.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <queue>
#include <stdexcept>
#include <thread>
#include <vector>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  std::vector<std::string> results(items.size());
  const auto calls = with_cancel_cause(ctx);
  std::mutex mutex;
  std::condition_variable changed;
  std::queue<std::size_t> jobs;
  bool closed = false;
  const auto next = [&]() -> std::optional<std::size_t> {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return !jobs.empty() || closed; });
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
          while (const auto job = next()) {
            results[*job] = process(calls.ctx, items[*job]);
          }
        } catch (...) {
          calls.cancel(std::current_exception());
        }
      });
    }
    for (std::size_t job = 0; job < items.size(); ++job) {
      const std::lock_guard lock(mutex);
      jobs.push(job);
      changed.notify_one();
    }
    const std::lock_guard lock(mutex);
    closed = true;
    changed.notify_one();
  }
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
  return results;
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
