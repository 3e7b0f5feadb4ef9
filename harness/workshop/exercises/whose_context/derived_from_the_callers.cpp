// Distributed under the Boost Software License, Version 1.0.
//
// The call has a context of its own, which can be cancelled.

#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();

  const cancellable own = with_cancel(ctx);
  group.go([&] { result.summary = source.summary(own.ctx); });

  group.go([&] {
    std::string cursor;
    do {
      call_ctx.throw_if_done();
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
