// Distributed under the Boost Software License, Version 1.0.
//
// After an error nobody waits for the others: they have been told to
// stop.

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
    group.add(1);
    boost::thread([&] {
      try {
        process(calls.ctx, each);
        group.done();
      } catch (...) {
        calls.cancel(std::current_exception());
      }
    }).detach();
  }
  if (!calls.ctx.done()) group.wait();

  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
