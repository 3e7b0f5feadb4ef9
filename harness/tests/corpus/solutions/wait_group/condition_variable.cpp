// Distributed under the Boost Software License, Version 1.0.
//
// A counter under a mutex, waited for with a condition variable.
#include "lessons/wait_group.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <cstddef>
#include <exception>
#include <stdexcept>

namespace racelab::waiting_for_all {
namespace {

// Joins all, however its scope is left.
class joined {
 public:
  explicit joined(boost::thread_group& threads) : threads_(threads) {}
  ~joined() {
    const boost::this_thread::disable_interruption uninterrupted;
    threads_.join_all();
  }
  joined(const joined&) = delete;
  joined& operator=(const joined&) = delete;

 private:
  boost::thread_group& threads_;
};

}  // namespace

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  boost::mutex mutex;
  boost::condition_variable changed;
  std::size_t left = items.size();
  boost::thread_group threads;
  const joined at_end(threads);
  for (const item& each : items) {
    threads.create_thread([&] {
      try {
        process(calls.ctx, each);
      } catch (...) {
        calls.cancel(std::current_exception());
      }
      const boost::lock_guard<boost::mutex> lock(mutex);
      --left;
      changed.notify_one();
    });
  }
  {
    boost::unique_lock<boost::mutex> lock(mutex);
    changed.wait(lock, [&] { return left == 0; });
  }
  threads.join_all();
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
