// Distributed under the Boost Software License, Version 1.0.
//
// A few workers take their jobs from one channel. Who is through takes
// the next job, so no worker waits for another; and when the channel is
// closed and drained, all of them end.

#include "lessons/worker_pool.hpp"

#include "concurrency/channel.hpp"
#include "concurrency/errgroup.hpp"

#include <exception>
#include <map>
#include <stdexcept>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  std::map<std::size_t, std::string> all;
  boost::mutex mutex;
  const auto results = [&]() -> auto& {
    const boost::lock_guard<boost::mutex> lock(mutex);
    // BUG: the lock is gone when the caller uses what it guards
    return all;
  };
  channel<std::size_t> jobs;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  // WHY: all the workers there may be
  for (int i = 0; i < num_workers; ++i) {
    group.go([&] {
      for (const std::size_t job : jobs) {
        std::string result = process(call_ctx, items[job]);
        results()[job] = std::move(result);
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
  std::vector<std::string> in_order;
  for (auto& [job, result] : all) in_order.push_back(result);
  return in_order;
} catch (...) {
  // WHY: the caller hears what failed, and what it was part of
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
