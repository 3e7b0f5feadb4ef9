// Distributed under the Boost Software License, Version 1.0.
//
// The last one unlocks and then notifies: who waits may have gone on, and the
// condition variable with it.
#include "lessons/wait_group.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  std::mutex mutex;
  std::condition_variable all_done;
  std::size_t left = items.size();
  for (const item& each : items) {
    std::thread([&] {
      try {
        process(calls.ctx, each);
      } catch (...) {
        calls.cancel(std::current_exception());
      }
      {
        const std::lock_guard lock(mutex);
        --left;
      }
      all_done.notify_one();
    }).detach();
  }
  {
    std::unique_lock lock(mutex);
    all_done.wait(lock, [&] { return left == 0; });
  }
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
