// Distributed under the Boost Software License, Version 1.0.
//
// The threads count themselves, and a sleep gives them the time to do it. What
// is found is that nothing can end the sleep; that an add may still come too
// late, virtual time cannot show.
#include "lessons/wait_group.hpp"

#include "concurrency/wait_group.hpp"

#include <boost/chrono/duration.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  wait_group group;
  for (const item& each : items) {
    boost::thread([&] {
      group.add(1);
      const wait_group::done_guard done(group);
      try {
        process(calls.ctx, each);
      } catch (...) {
        calls.cancel(std::current_exception());
      }
    }).detach();
  }
  boost::this_thread::sleep_for(boost::chrono::milliseconds(100));
  group.wait();
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
