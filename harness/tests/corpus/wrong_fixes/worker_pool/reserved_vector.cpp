// Distributed under the Boost Software License, Version 1.0.
//
// The vector is reserved, so that emplace_back never moves what it holds; the
// results are put in order at the end.
#include "lessons/worker_pool.hpp"

#include "concurrency/channel.hpp"
#include "concurrency/errgroup.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  std::vector<std::pair<std::size_t, std::string>> results;
  results.reserve(items.size());
  channel<std::size_t> jobs;
  auto group = errgroup::with_context(ctx);
  for (int i = 0; i < num_workers; ++i) {
    group.go([&] {
      for (const std::size_t job : jobs) {
        results.emplace_back(job, process(group.context(), items[job]));
      }
    });
  }
  group.go([&] {
    const closing end_of_jobs(jobs);
    for (std::size_t job = 0; job < items.size(); ++job) {
      jobs.send(group.context(), job);
    }
  });
  group.wait();
  std::ranges::sort(results);
  std::vector<std::string> in_order;
  for (auto& [job, result] : results) in_order.push_back(std::move(result));
  return in_order;
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
