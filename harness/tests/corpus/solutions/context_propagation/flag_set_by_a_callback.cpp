// Distributed under the Boost Software License, Version 1.0.
//
// The group's context sets a flag when it ends, and the loop looks at the flag.
#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  std::atomic<bool> stopped{false};
  auto group = errgroup::with_context(ctx);
  const auto stopping = after_cancel(group.context(), [&] { stopped = true; });

  group.go([&] { result.summary = source.summary(group.context()); });
  group.go([&] {
    std::string cursor;
    do {
      if (stopped) std::rethrow_exception(group.context().err());
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
