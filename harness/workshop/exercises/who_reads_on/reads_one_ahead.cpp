// Distributed under the Boost Software License, Version 1.0.
//
// The loop ends as soon as it has read a page in vain.

#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  group.go([&] { result.summary = source.summary(call_ctx); });

  group.go([&] {
    std::string cursor;
    do {
      const page next = source.read(cursor);
      call_ctx.throw_if_done();
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
