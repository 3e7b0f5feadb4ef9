// Distributed under the Boost Software License, Version 1.0.
//
// A pipe: each call writes a byte when it has succeeded, and one for each item
// is read.
#include "lessons/wait_group.hpp"

#include <unistd.h>

#include <exception>
#include <stdexcept>
#include <thread>
#include <vector>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  {
    std::vector<std::jthread> threads;
    for (const item& each : items) {
      threads.emplace_back([&] {
        try {
          process(calls.ctx, each);
          const char ended = 0;
          if (write(ends[1], &ended, 1) != 1) std::terminate();
        } catch (...) {
          calls.cancel(std::current_exception());
        }
      });
    }
    char ended = 0;
    for (std::size_t i = 0; i < items.size(); ++i)
      if (read(ends[0], &ended, 1) != 1) std::terminate();
  }
  close(ends[0]);
  close(ends[1]);
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
