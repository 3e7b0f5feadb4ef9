// Distributed under the Boost Software License, Version 1.0.
//
// The loop stops when the summary has failed, and asks for nothing else.
#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  std::atomic<bool> failed{false};
  auto group = errgroup::with_context(ctx);
  group.go([&] {
    try {
      result.summary = source.summary(group.context());
    } catch (const canceled&) {
      throw;
    } catch (...) {
      failed = true;
      throw;
    }
  });
  group.go([&] {
    std::string cursor;
    do {
      if (failed) return;
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
