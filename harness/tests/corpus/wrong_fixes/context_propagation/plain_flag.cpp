// Distributed under the Boost Software License, Version 1.0.
//
// A callback sets a plain flag, and the loop looks at it.
#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  bool stopped = false;
  auto group = errgroup::with_context(ctx);
  const auto stopping = after_cancel(group.context(), [&] { stopped = true; });
  group.go([&] { result.summary = source.summary(group.context()); });
  group.go([&] {
    std::string cursor;
    do {
      if (stopped) group.context().throw_if_done();
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
