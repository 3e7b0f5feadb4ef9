// Distributed under the Boost Software License, Version 1.0.
//
// The others are stopped once all of them have ended.
#include "lessons/wait_group.hpp"

#include "concurrency/wait_group.hpp"

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  boost::mutex mutex;
  std::exception_ptr first;
  wait_group group;
  for (const item& each : items) {
    group.go([&] {
      try {
        process(calls.ctx, each);
      } catch (...) {
        const boost::lock_guard<boost::mutex> lock(mutex);
        if (!first) first = std::current_exception();
      }
    });
  }
  group.wait();
  if (!first) return;
  calls.cancel(first);
  std::rethrow_exception(first);
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
