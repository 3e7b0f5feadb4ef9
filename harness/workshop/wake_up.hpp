// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::workshop {

// What a thread that waits in poll() is told with that there is something to
// do. Any thread, and a signal's handler, may tell.
class wake_up {
 public:
  wake_up();  // throws std::system_error
  ~wake_up();
  wake_up(const wake_up&) = delete;
  wake_up& operator=(const wake_up&) = delete;

  int descriptor() const { return descriptor_; }  // readable once told

  void tell() noexcept;
  void forget() noexcept;  // what has been told; blocks never

 private:
  int descriptor_;
};

}  // namespace racelab::workshop
