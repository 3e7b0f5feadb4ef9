// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/context.hpp"

#include <string>
#include <vector>

namespace racelab::context_propagation {

struct page {
  std::string text;
  std::string next;  // the cursor of the next page; empty: the last one
};

struct report {
  std::string summary;
  std::vector<std::string> pages;
};

// What a report is made of. Each call blocks until it is answered, and
// throws what the source reports. Calls may be made from any number of
// threads at once.
class source {
 public:
  virtual ~source() = default;

  // Gives up as soon as `ctx` is done, by throwing ctx.err().
  virtual std::string summary(const context& ctx) = 0;

  // Cannot be interrupted: once begun, it comes to its end. The first
  // page has the empty cursor.
  virtual page read(const std::string& cursor) = 0;
};

// The summary, and meanwhile all the pages: each names the one after
// it, and none needs the summary.
//
// Blocks until every call it started has returned. The first error in
// time, or once `ctx` is done ctx.err() or its cause, is thrown, nested
// in a std::runtime_error that says "make report". From that moment on
// the summary gives up, a page under way is read to its end, and no
// other one is begun. A report that is whole in spite of a `ctx` that
// is done may be returned.
report make_report(const context& ctx, source& source);

}  // namespace racelab::context_propagation
