// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <atomic>

namespace racelab {

// Something that happens once.
class event {
 public:
  void set() {
    set_ = true;
    set_.notify_all();
  }
  void wait() const { set_.wait(false); }

 private:
  std::atomic<bool> set_{false};
};

}  // namespace racelab
