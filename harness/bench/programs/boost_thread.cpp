// Distributed under the Boost Software License, Version 1.0.

// Peers: a boost::thread for each task, and boost::sync_bounded_queue.

#include "harness/bench/programs/channel_traffic.hpp"
#include "harness/bench/programs/tasks.hpp"

#include <boost/thread/concurrent_queues/sync_bounded_queue.hpp>
#include <boost/thread/thread.hpp>

#include <algorithm>
#include <vector>

namespace racelab::bench {
namespace {

// It has no such thing as an unbuffered queue: one of one is the nearest.
class bounded_queue {
 public:
  explicit bounded_queue(std::size_t capacity)
      : items_(std::max<std::size_t>(capacity, 1)) {}

  void send(int item) { items_.push_back(item); }
  void close() { items_.close(); }

  int receive_all() {
    int count = 0;
    int item = 0;
    while (items_.wait_pull_front(item) != boost::queue_op_status::closed)
      ++count;
    return count;
  }

 private:
  boost::sync_bounded_queue<int> items_;
};

const bool added = [] {
  add_trivial_tasks([](int count, auto task) {
    std::vector<boost::thread> all;
    all.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) all.emplace_back([=] { task(i); });
    for (boost::thread& each : all) each.join();
  });
  add_all_traffic<bounded_queue>();
  return true;
}();

}  // namespace
}  // namespace racelab::bench
