// Distributed under the Boost Software License, Version 1.0.
//
// The context as the standard's stop token, which the loop looks at.
#include "lessons/context_propagation.hpp"

#include <exception>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>

namespace racelab::context_propagation {
namespace {

std::vector<std::string> read_pages(source& from, const std::stop_token& stop,
                                    const context& ctx) {
  std::vector<std::string> pages;
  for (std::string cursor;;) {
    if (stop.stop_requested()) ctx.throw_if_done();
    page next = from.read(cursor);
    pages.push_back(std::move(next.text));
    if (next.next.empty()) return pages;
    cursor = std::move(next.next);
  }
}

}  // namespace

report make_report(const context& ctx, source& source) try {
  report result;
  const auto calls = with_cancel(ctx);
  std::mutex mutex;
  std::exception_ptr first;
  const auto start = [&](auto work) {
    return std::jthread([&, work] {
      try {
        work();
      } catch (...) {
        {
          const std::lock_guard lock(mutex);
          if (!first) first = std::current_exception();
        }
        calls.cancel();
      }
    });
  };

  {
    const std::stop_token stop = calls.ctx.stop_token();
    const std::jthread summary =
        start([&] { result.summary = source.summary(calls.ctx); });
    const std::jthread pages =
        start([&] { result.pages = read_pages(source, stop, calls.ctx); });
  }

  if (first) std::rethrow_exception(first);
  return result;
} catch (...) {
  std::throw_with_nested(std::runtime_error("make report"));
}

}  // namespace racelab::context_propagation
