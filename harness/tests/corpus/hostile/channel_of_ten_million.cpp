// Distributed under the Boost Software License, Version 1.0.
//
// A correct worker pool that first fills a channel with ten million numbers.
#include "lessons/worker_pool.hpp"

#include "concurrency/channel.hpp"
#include "concurrency/errgroup.hpp"

namespace racelab::worker_pool {

std::vector<std::string> process_items(const context& ctx,
                                       const std::vector<item>& items,
                                       int num_workers,
                                       result_function& process) {
  constexpr int many = 10'000'000;
  channel<int> numbers(many);
  for (int i = 0; i < many; ++i) numbers.send(ctx, i);

  std::vector<std::string> results(items.size());
  channel<std::size_t> jobs(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) jobs.send(ctx, i);
  jobs.close();
  auto group = errgroup::with_context(ctx);
  for (int i = 0; i < num_workers; ++i)
    group.go([&, call_ctx = group.context()] {
      for (const std::size_t job : jobs)
        results[job] = process(call_ctx, items[job]);
    });
  group.wait();
  return results;
}

}  // namespace racelab::worker_pool
