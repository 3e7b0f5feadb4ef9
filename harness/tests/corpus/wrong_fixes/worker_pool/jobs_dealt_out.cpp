// Distributed under the Boost Software License, Version 1.0.
//
// Each worker has its own jobs, dealt out in turn, and none of another's.
#include "lessons/worker_pool.hpp"

#include "concurrency/errgroup.hpp"

#include <cstddef>
#include <exception>
#include <stdexcept>

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) try {
  std::vector<std::string> results(items.size());
  const auto step = static_cast<std::size_t>(num_workers);
  auto group = errgroup::with_context(ctx);
  for (std::size_t first = 0; first < step; ++first) {
    group.go([&, first] {
      for (std::size_t job = first; job < items.size(); job += step) {
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
