// Distributed under the Boost Software License, Version 1.0.
//
// A future for each item; the first error in time becomes the context's cause.
#include "lessons/wait_group.hpp"

#include <exception>
#include <future>
#include <stdexcept>
#include <vector>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  std::vector<std::future<void>> tasks;
  for (const item& each : items) {
    tasks.push_back(std::async(std::launch::async, [&] {
      try {
        process(calls.ctx, each);
      } catch (...) {
        calls.cancel(std::current_exception());
      }
    }));
  }
  for (std::future<void>& each : tasks) each.wait();
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
