// Distributed under the Boost Software License, Version 1.0.
//
// The results are protected, and so is the call that makes them.
#include "lessons/worker_pool.hpp"

#include "concurrency/channel.hpp"
#include "concurrency/errgroup.hpp"

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  std::vector<std::string> results(items.size());
  channel<std::size_t> jobs;
  boost::mutex mutex;
  auto group = errgroup::with_context(ctx);
  for (int i = 0; i < num_workers; ++i) {
    group.go([&] {
      for (const std::size_t job : jobs) {
        const boost::lock_guard<boost::mutex> lock(mutex);
        results[job] = process(group.context(), items[job]);
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
  return results;
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::worker_pool
