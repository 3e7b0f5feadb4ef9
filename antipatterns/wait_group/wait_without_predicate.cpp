// Distributed under the Boost Software License, Version 1.0.
//
// A thread for each item, and a counter of those that are not through.
// The counter knows neither errors nor cancellation: both take the way
// of the context, whose first cause is the error of the whole.

#include "lessons/wait_group.hpp"

#include "concurrency/wait_group.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  boost::mutex mutex;
  boost::condition_variable one_done;

  for (const item& each : items) {
    boost::thread([&] {
      try {
        // WHY: the context that an error is to cancel
        process(calls.ctx, each);
      } catch (...) {
        // WHY: of several errors the first becomes the cause
        calls.cancel(std::current_exception());
      }
      const boost::lock_guard<boost::mutex> lock(mutex);
      one_done.notify_one();
    }).detach();
  }
  boost::unique_lock<boost::mutex> lock(mutex);
  // BUG: of two that are done at once, nobody hears the second
  for (auto left = items.size(); left > 0; --left) one_done.wait(lock);

  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  // WHY: the caller hears what failed, and what it was part of
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
