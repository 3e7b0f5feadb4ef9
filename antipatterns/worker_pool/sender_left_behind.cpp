// Distributed under the Boost Software License, Version 1.0.
//
// A few workers take their jobs from one channel. Who is through takes
// the next job, so no worker waits for another; and when the channel is
// closed and drained, all of them end.

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
  std::vector<std::string> results(items.size());
  const auto shared = std::make_shared<channel<std::size_t>>();
  channel<std::size_t>& jobs = *shared;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  // WHY: all the workers there may be
  for (int i = 0; i < num_workers; ++i) {
    group.go([&] {
      for (const std::size_t job : jobs) {
        // WHY: each job has a place of its own, which nobody else uses
        results[job] = process(call_ctx, items[job]);
      }
    });
  }

  boost::thread([shared, &jobs, items] {
    // WHY: closed on every path, so that no worker waits for ever
    const closing end_of_jobs(jobs);
    for (std::size_t job = 0; job < items.size(); ++job) {
      // BUG: stays here for ever once the workers have failed
      jobs.send(job);
    }
  }).detach();

  // WHY: returns when all have, or throws the first error in time
  group.wait();
  return results;
} catch (...) {
  // WHY: the caller hears what failed, and what it was part of
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
