// Distributed under the Boost Software License, Version 1.0.
//
// No call may take longer than a minute, so each has a deadline of its own.
#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <chrono>
#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

using namespace std::chrono_literals;

report make_report(const context& ctx, source& source) try {
  report result;
  auto group = errgroup::with_context(ctx);
  group.go([&] {
    const auto limited = with_timeout(context::background(), 1min);
    result.summary = source.summary(limited.ctx);
  });
  group.go([&] {
    std::string cursor;
    do {
      group.context().throw_if_done();
      const page next = source.read(cursor);
      result.pages.push_back(next.text);
      cursor = next.next;
    } while (!cursor.empty());
  });
  group.wait();
  return result;
} catch (...) {
  std::throw_with_nested(std::runtime_error("make report"));
}

}  // namespace racelab::context_propagation
