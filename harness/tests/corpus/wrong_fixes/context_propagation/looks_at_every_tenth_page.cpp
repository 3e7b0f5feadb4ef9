// Distributed under the Boost Software License, Version 1.0.
//
// To look costs time, so the loop does it at every tenth page.
#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  auto group = errgroup::with_context(ctx);
  group.go([&] { result.summary = source.summary(group.context()); });
  group.go([&] {
    std::string cursor;
    do {
      if (result.pages.size() % 10 == 0) group.context().throw_if_done();
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
