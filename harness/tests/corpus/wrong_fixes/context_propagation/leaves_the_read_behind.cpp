// Distributed under the Boost Software License, Version 1.0.
//
// A read that nothing can interrupt goes on in a thread that is left behind.
#include "lessons/context_propagation.hpp"

#include "concurrency/errgroup.hpp"

#include <chrono>
#include <exception>
#include <future>
#include <stdexcept>
#include <thread>

namespace racelab::context_propagation {

using namespace std::chrono_literals;

namespace {

// Gives up as soon as the context is done, unlike the source.
page read(const context& ctx, source& from, const std::string& cursor) {
  ctx.throw_if_done();
  std::packaged_task<page()> task(
      [&from, cursor] { return from.read(cursor); });
  std::future<page> answer = task.get_future();
  std::thread(std::move(task)).detach();
  while (answer.wait_for(1ms) != std::future_status::ready) ctx.throw_if_done();
  return answer.get();
}

}  // namespace

report make_report(const context& ctx, source& source) try {
  report result;
  auto group = errgroup::with_context(ctx);
  const context& call_ctx = group.context();
  group.go([&] { result.summary = source.summary(call_ctx); });
  group.go([&] {
    std::string cursor;
    do {
      const page next = read(call_ctx, source, cursor);
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
