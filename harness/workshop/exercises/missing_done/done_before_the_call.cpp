// Distributed under the Boost Software License, Version 1.0.
//
// Counted down where no exception can pass it by.

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
        group.done();
        process(calls.ctx, each);
      } catch (...) {
        calls.cancel(std::current_exception());
      }
    }).detach();
  }
  group.wait();

  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
