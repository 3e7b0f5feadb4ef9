// Distributed under the Boost Software License, Version 1.0.
//
// All errors are kept and the first is thrown, but nobody else is stopped.
#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  errgroup group;
  group.set_limit(max_concurrency);
  boost::mutex mutex;
  std::exception_ptr first;
  for (const item& each : items) {
    group.go([&] {
      try {
        process(ctx, each);
      } catch (...) {
        const boost::lock_guard<boost::mutex> lock(mutex);
        if (!first) first = std::current_exception();
      }
    });
  }
  group.wait();
  if (first) std::rethrow_exception(first);
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
