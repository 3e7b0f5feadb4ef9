// Distributed under the Boost Software License, Version 1.0.
//
// Waits until somebody has counted himself, and then for all of them.

#include "lessons/wait_group.hpp"

#include "concurrency/wait_group.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  wait_group group;
  std::atomic<bool> counted = false;

  for (const item& each : items) {
    boost::thread([&] {
      group.add(1);
      counted = true;
      const wait_group::done_guard done(group);
      try {
        process(calls.ctx, each);
      } catch (...) {
        calls.cancel(std::current_exception());
      }
    }).detach();
    while (!counted) boost::this_thread::yield();
  }
  group.wait();

  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
