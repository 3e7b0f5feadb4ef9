// Distributed under the Boost Software License, Version 1.0.
//
// A plain counter, polled until it is zero.
#include "lessons/wait_group.hpp"

#include <boost/thread/thread.hpp>

#include <cstddef>
#include <exception>
#include <stdexcept>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  std::size_t left = items.size();
  for (const item& each : items) {
    boost::thread([&] {
      try {
        process(calls.ctx, each);
      } catch (...) {
        calls.cancel(std::current_exception());
      }
      --left;
    }).detach();
  }
  while (left != 0) boost::this_thread::yield();
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
