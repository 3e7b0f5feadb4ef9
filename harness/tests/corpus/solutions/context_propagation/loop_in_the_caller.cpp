// Distributed under the Boost Software License, Version 1.0.
//
// Only the summary needs a thread; the caller's own reads the pages. Whichever
// of the two fails first is the context's cause.
#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  const auto calls = with_cancel_cause(ctx);
  errgroup group;
  group.go([&] {
    try {
      result.summary = source.summary(calls.ctx);
    } catch (...) {
      calls.cancel(std::current_exception());
    }
  });

  try {
    page last{"", ""};
    bool more = true;
    while (more && !calls.ctx.done()) {
      last = source.read(last.next);
      result.pages.push_back(last.text);
      more = !last.next.empty();
    }
  } catch (...) {
    calls.cancel(std::current_exception());
  }

  group.wait();
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
  return result;
} catch (...) {
  std::throw_with_nested(std::runtime_error("make report"));
}

}  // namespace racelab::context_propagation
