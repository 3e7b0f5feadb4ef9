// Distributed under the Boost Software License, Version 1.0.
//
// Each job has a place of its own, and the vector grows when it is too
// short. No lock, since no two jobs are the same.

#include "lessons/worker_pool.hpp"

#include "concurrency/channel.hpp"
#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  std::vector<std::string> results;
  channel<std::size_t> jobs;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  for (int i = 0; i < num_workers; ++i) {
    group.go([&] {
      for (const std::size_t job : jobs) {
        std::string result = process(call_ctx, items[job]);
        if (results.size() <= job) results.resize(job + 1);
        results[job] = std::move(result);
      }
    });
  }

  group.go([&] {
    const closing end_of_jobs(jobs);
    for (std::size_t job = 0; job < items.size(); ++job) {
      jobs.send(call_ctx, job);
    }
  });

  group.wait();
  return results;
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
