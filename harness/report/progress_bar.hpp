// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

namespace racelab::report {

// How far a run is.
struct progress_state {
  std::size_t subjects_done = 0;
  std::size_t subjects = 0;
  double fraction = 0;  // of the subject that is being looked at, 0 to 1
  std::string_view what_is_done = {};  // "passed": "1 passed of 37", not "1/37"
  std::string doing;  // "dependent_calls/pattern, schedule 120 of 300"
};

// One line that fits the screen.
std::string progress_line(const progress_state&, const look&);

// That line on a terminal, redrawn in place at most ten times a second and
// erased at the end. Does nothing where the descriptor is no terminal.
// Thread-safe.
class progress_bar {
 public:
  explicit progress_bar(int descriptor);
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;
  ~progress_bar();  // as erase

  void show(const progress_state&);
  void erase();

 private:
  void write(std::string_view text);

  const int descriptor_;
  const bool terminal_;
  look look_;
  std::mutex mutex_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace racelab::report
