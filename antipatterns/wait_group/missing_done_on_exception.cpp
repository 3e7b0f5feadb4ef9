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
  wait_group group;

  for (const item& each : items) {
    // WHY: counted before it starts, so that wait cannot come first
    group.add(1);
    boost::thread([&] {
      try {
        // WHY: the context that an error is to cancel
        process(calls.ctx, each);
        // BUG: an exception passes this by, and wait waits for ever
        group.done();
      } catch (...) {
        // WHY: of several errors the first becomes the cause
        calls.cancel(std::current_exception());
      }
    }).detach();
  }
  group.wait();

  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  // WHY: the caller hears what failed, and what it was part of
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
