// Distributed under the Boost Software License, Version 1.0.
//
// Whoever is to stop has to look at the context that says so. A call
// looks at the one that it is handed; a loop of calls that nothing can
// interrupt has to look itself, once in each turn.

#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  // BUG: what could cancel it is dropped, so no error ever does
  const context call_ctx = with_cancel(ctx).ctx;
  errgroup group;

  // WHY: the call looks at this context, and gives up with it
  group.go([&] { result.summary = source.summary(call_ctx); });

  group.go([&] {
    std::string cursor;
    do {
      // WHY: no read is begun for a caller who has gone
      call_ctx.throw_if_done();
      const page next = source.read(cursor);
      result.pages.push_back(next.text);
      cursor = next.next;
    } while (!cursor.empty());
  });

  // WHY: returns when both have, or throws the first error in time
  group.wait();
  return result;
} catch (...) {
  // WHY: the caller hears what failed, and what it was part of
  std::throw_with_nested(std::runtime_error("make report"));
}

}  // namespace racelab::context_propagation
