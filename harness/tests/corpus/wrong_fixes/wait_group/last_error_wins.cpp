// Distributed under the Boost Software License, Version 1.0.
//
// Each error replaces the one before, so the last in time is told.
#include "lessons/wait_group.hpp"

#include "concurrency/wait_group.hpp"

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>

#include <exception>
#include <stdexcept>

namespace racelab::waiting_for_all {

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel(ctx);
  boost::mutex mutex;
  std::exception_ptr last;
  wait_group group;
  for (const item& each : items) {
    group.go([&] {
      try {
        process(calls.ctx, each);
      } catch (const canceled&) {
        const boost::lock_guard<boost::mutex> lock(mutex);
        last = std::current_exception();
      } catch (...) {
        calls.cancel();
        const boost::lock_guard<boost::mutex> lock(mutex);
        last = std::current_exception();
      }
    });
  }
  group.wait();
  if (last) std::rethrow_exception(last);
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
