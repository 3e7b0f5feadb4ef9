// Distributed under the Boost Software License, Version 1.0.
//
// What has no sibling need not cancel one.
#include "lessons/context_propagation.hpp"

#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {

report make_report(const context& ctx, source& source) try {
  report result;
  result.summary = source.summary(ctx);
  std::string cursor;
  do {
    ctx.throw_if_done();
    const page next = source.read(cursor);
    result.pages.push_back(next.text);
    cursor = next.next;
  } while (!cursor.empty());
  return result;
} catch (...) {
  std::throw_with_nested(std::runtime_error("make report"));
}

}  // namespace racelab::context_propagation
