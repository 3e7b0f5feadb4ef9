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
  channel<std::size_t> jobs;
  struct gauge {
    boost::mutex mutex;
    int workers = 0;
  };
  gauge idle{.workers = num_workers};
  gauge busy;
  const auto move = [](gauge& from, gauge& to) {
    const boost::lock_guard<boost::mutex> leaving(from.mutex);
    // BUG: whoever goes the other way takes the locks in another order
    const boost::lock_guard<boost::mutex> entering(to.mutex);
    --from.workers;
    ++to.workers;
  };

  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  // WHY: all the workers there may be
  for (int i = 0; i < num_workers; ++i) {
    group.go([&] {
      for (const std::size_t job : jobs) {
        move(idle, busy);
        results[job] = process(call_ctx, items[job]);
        move(busy, idle);
      }
    });
  }

  group.go([&] {
    // WHY: closed on every path, so that no worker waits for ever
    const closing end_of_jobs(jobs);
    for (std::size_t job = 0; job < items.size(); ++job) {
      // WHY: gives up when the workers have, which the context tells
      jobs.send(call_ctx, job);
    }
  });

  // WHY: returns when all have, or throws the first error in time
  group.wait();
  return results;
} catch (...) {
  // WHY: the caller hears what failed, and what it was part of
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
