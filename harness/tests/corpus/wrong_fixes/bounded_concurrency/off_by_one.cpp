// Distributed under the Boost Software License, Version 1.0.
//
// The next item begins while no more than the limit are under way, which makes
// one more.
#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  boost::mutex mutex;
  boost::condition_variable ended;
  int running = 0;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  for (const item& each : items) {
    {
      boost::unique_lock<boost::mutex> lock(mutex);
      ended.wait(lock, [&] { return running <= max_concurrency; });
      ++running;
    }
    group.go([&] {
      const auto leave = [&] {
        const boost::lock_guard<boost::mutex> lock(mutex);
        --running;
        ended.notify_one();
      };
      try {
        process(call_ctx, each);
      } catch (...) {
        leave();
        throw;
      }
      leave();
    });
  }
  group.wait();
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
