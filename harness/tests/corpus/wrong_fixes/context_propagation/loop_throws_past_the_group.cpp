// Distributed under the Boost Software License, Version 1.0.
//
// The caller's thread reads the pages, and its error goes past the group's.
#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  auto group = errgroup::with_context(ctx);
  group.go([&] { result.summary = source.summary(group.context()); });
  std::string cursor;
  do {
    group.context().throw_if_done();
    const page next = source.read(cursor);
    result.pages.push_back(next.text);
    cursor = next.next;
  } while (!cursor.empty());
  group.wait();
  return result;
} catch (...) {
  std::throw_with_nested(std::runtime_error("make report"));
}

}  // namespace racelab::context_propagation
