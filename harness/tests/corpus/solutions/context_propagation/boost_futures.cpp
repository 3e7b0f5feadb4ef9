// Distributed under the Boost Software License, Version 1.0.
//
// Boost's futures hand over what was made; the context, which error was first.
#include "lessons/context_propagation.hpp"

#include <boost/thread/future.hpp>
#include <boost/thread/thread.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::context_propagation {
namespace {

// Waits for an answer, however its scope is left.
template <class Future>
class awaited {
 public:
  explicit awaited(Future& answer) : answer_(answer) {}
  ~awaited() {
    const boost::this_thread::disable_interruption uninterrupted;
    if (answer_.valid()) answer_.wait();
  }
  awaited(const awaited&) = delete;
  awaited& operator=(const awaited&) = delete;

 private:
  Future& answer_;
};

}  // namespace

report make_report(const context& ctx, source& source) try {
  const auto calls = with_cancel_cause(ctx);
  const auto cancelling = [&](auto work) {
    try {
      return work();
    } catch (...) {
      calls.cancel(std::current_exception());
      throw;
    }
  };

  auto summary = boost::async(boost::launch::async, [&] {
    return cancelling([&] { return source.summary(calls.ctx); });
  });
  const awaited summary_at_end(summary);
  auto pages = boost::async(boost::launch::async, [&] {
    return cancelling([&] {
      std::vector<std::string> read;
      std::string cursor;
      do {
        calls.ctx.throw_if_done();
        const page next = source.read(cursor);
        read.push_back(next.text);
        cursor = next.next;
      } while (!cursor.empty());
      return read;
    });
  });
  const awaited pages_at_end(pages);

  boost::wait_for_all(summary, pages);
  if (summary.has_value() && pages.has_value())
    return {summary.get(), pages.get()};
  std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("make report"));
}

}  // namespace racelab::context_propagation
