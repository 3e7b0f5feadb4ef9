// Distributed under the Boost Software License, Version 1.0.
//
// A window that slides: when it is full, the oldest has to end first.

#include "lessons/bounded_concurrency.hpp"

#include "concurrency/errgroup.hpp"

#include <algorithm>
#include <deque>
#include <exception>
#include <future>
#include <stdexcept>

namespace racelab::bounded_concurrency {

void process_items(const context& ctx, const std::vector<item>& items,
                   int max_concurrency, process_function& process) try {
  const auto size = static_cast<std::size_t>(max_concurrency);

  const auto calls = with_cancel_cause(ctx);
  std::deque<std::future<void>> window;
  const auto leave = [&] {
    window.front().wait();
    window.pop_front();
  };
  for (const item& each : items) {
    if (window.size() == size) leave();
    window.push_back(std::async(std::launch::async, [&] {
      try {
        process(calls.ctx, each);
      } catch (...) {
        calls.cancel(std::current_exception());
      }
    }));
  }
  while (!window.empty()) leave();
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::bounded_concurrency
