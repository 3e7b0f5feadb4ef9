// Distributed under the Boost Software License, Version 1.0.
//
// A mutex keeps the calls within the limit: within one.
#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  group.set_limit(max_concurrency);
  boost::mutex mutex;
  for (const item& each : items) {
    group.go([&] {
      const boost::lock_guard<boost::mutex> lock(mutex);
      process(call_ctx, each);
    });
  }
  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
