// Distributed under the Boost Software License, Version 1.0.

// Peer: boost::fibers::buffered_channel.

#include "harness/bench/programs/channel_traffic.hpp"

#include <boost/fiber/buffered_channel.hpp>

namespace racelab::bench {
namespace {

class fiber_channel {
 public:
  explicit fiber_channel(std::size_t capacity) : items_(capacity) {}

  void send(int item) { items_.push(item); }
  void close() { items_.close(); }

  int receive_all() {
    int count = 0;
    int item = 0;
    while (items_.pop(item) == boost::fibers::channel_op_status::success)
      ++count;
    return count;
  }

 private:
  boost::fibers::buffered_channel<int> items_;
};

const bool added = [] {
  for (const traffic& each : all_traffic)
    if (each.capacity > 0) add_traffic<fiber_channel>(each);
  return true;
}();

}  // namespace
}  // namespace racelab::bench
