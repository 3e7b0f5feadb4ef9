// Distributed under the Boost Software License, Version 1.0.
//
// Boost's bounded queue; a job that is no job ends a worker.
#include "lessons/worker_pool.hpp"

#include "concurrency/errgroup.hpp"

#include <boost/thread/sync_bounded_queue.hpp>

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <utility>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  std::vector<std::string> results(items.size());
  const std::size_t end = items.size();
  boost::sync_bounded_queue<std::size_t> jobs(
      items.size() + static_cast<std::size_t>(num_workers));
  for (std::size_t job = 0; job < end; ++job) jobs.push_back(job);
  for (int i = 0; i < num_workers; ++i) jobs.push_back(end);
  auto group = errgroup::with_context(ctx);
  for (int i = 0; i < num_workers; ++i) {
    group.go([&] {
      for (;;) {
        const std::size_t job = jobs.pull_front();
        if (job == end) return;
        results[job] = process(group.context(), items[job]);
      }
    });
  }
  group.wait();
  return results;
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
