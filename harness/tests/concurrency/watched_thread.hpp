// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/thread/thread.hpp>

#include <unistd.h>

#include <atomic>
#include <fstream>
#include <string>

namespace racelab {

// A thread of which others can tell that it blocks.
class watched_thread {
 public:
  template <class F>
  explicit watched_thread(F function)
      : thread_([this, function] {
          id_ = gettid();
          function();
          returned_ = true;
        }) {}
  ~watched_thread() { join(); }

  // Blocks until the kernel has been seeing it asleep for many looks, not only
  // while it was being given a lock.
  void await_blocked() const {
    for (int looks = 0; looks < 50; ++looks) {
      if (!asleep()) looks = 0;
      boost::this_thread::yield();
    }
  }

  bool returned() const { return returned_; }
  void interrupt() { thread_.interrupt(); }
  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  bool asleep() const {
    if (id_ == 0) return false;
    std::ifstream stat("/proc/self/task/" + std::to_string(id_) + "/stat");
    std::string number;
    std::string name;
    std::string state;
    stat >> number >> name >> state;
    return state == "S";
  }

  std::atomic<pid_t> id_{0};
  std::atomic<bool> returned_{false};
  boost::thread thread_;
};

}  // namespace racelab
