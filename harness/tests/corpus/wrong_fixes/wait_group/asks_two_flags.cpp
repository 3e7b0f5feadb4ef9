// Distributed under the Boost Software License, Version 1.0.
//
// The last item is handed over by one flag, and the end is told by another:
// both may be set between the two questions.
#include "lessons/wait_group.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>
#include <thread>
#include <vector>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  const auto call = [&](const item& each) {
    try {
      process(calls.ctx, each);
    } catch (...) {
      calls.cancel(std::current_exception());
    }
  };
  const item* handed = nullptr;
  std::atomic<bool> has_work = false;
  std::atomic<bool> closed = false;
  {
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      while (!has_work) {
        if (closed) return;
        std::this_thread::yield();
      }
      call(*handed);
    });
    for (const item& each : items) {
      if (&each == &items.back()) break;
      threads.emplace_back([&] { call(each); });
    }
    if (!items.empty()) {
      handed = &items.back();
      has_work = true;
    }
    closed = true;
  }
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
