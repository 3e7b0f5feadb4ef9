// Distributed under the Boost Software License, Version 1.0.
#include "lessons/context_propagation.hpp"

#include <exception>
#include <future>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  const auto calls = with_cancel_cause(ctx);
  const auto start = [&](auto work) {
    return std::async(std::launch::async, [&, work] {
      try {
        work();
      } catch (...) {
        calls.cancel(std::current_exception());
      }
    });
  };
  auto summary =
      start([&] { result.summary = source.summary(calls.ctx); });
  auto pages = start([&] {
    std::string cursor;
    do {
      calls.ctx.throw_if_done();
      const page next = source.read(cursor);
      result.pages.push_back(next.text);
      cursor = next.next;
    } while (!cursor.empty());
  });

  summary.wait();
  pages.wait();
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
  return result;
} catch (...) {
  std::throw_with_nested(std::runtime_error("make report"));
}

}  // namespace racelab::context_propagation
