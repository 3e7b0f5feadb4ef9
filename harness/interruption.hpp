// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace racelab {

// Turns SIGINT, SIGTERM and SIGHUP into a request to stop, for as long as it
// lives. To be made before any other thread, since it blocks the signals in
// all of them; a thread of its own waits for them. A second signal, or an end
// that takes too long, ends the process at once; what it has started notices
// that by itself.
//
// `clean_up` is called in that thread when the first signal comes, so that a
// wait that no stop token reaches ends as well.
class interruption {
 public:
  explicit interruption(void (*clean_up)());
  interruption(const interruption&) = delete;
  interruption& operator=(const interruption&) = delete;
  ~interruption();

  std::stop_token token() const { return source_.get_token(); }

  // The signal that came; 0 if none did.
  int signal() const { return signal_; }

 private:
  void wait();

  void (*const clean_up_)();
  std::stop_source source_;
  std::atomic<int> signal_{0};
  int wake_ = -1;  // becomes readable when the waiting is over
  std::thread waiter_;
};

}  // namespace racelab
