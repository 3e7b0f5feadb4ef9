// Distributed under the Boost Software License, Version 1.0.
//
// Each result is inserted where it belongs.

#include "lessons/worker_pool.hpp"

#include "concurrency/channel.hpp"
#include "concurrency/errgroup.hpp"

#include <boost/thread/lock_guard.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <stdexcept>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  std::vector<std::string> results;
  boost::mutex mutex;
  channel<std::size_t> jobs;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  for (int i = 0; i < num_workers; ++i) {
    group.go([&] {
      for (const std::size_t job : jobs) {
        std::string result = process(call_ctx, items[job]);
        const boost::lock_guard<boost::mutex> lock(mutex);
        const auto place =
            static_cast<std::ptrdiff_t>(std::min(job, results.size()));
        results.insert(results.begin() + place, std::move(result));
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
