// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/probe/wire.hpp"

#include <chrono>

namespace racelab::explore {

// The memory that one process of a subject shares with the judge.
class wire_mapping {
 public:
  // Throws std::system_error.
  wire_mapping();
  ~wire_mapping();
  wire_mapping(const wire_mapping&) = delete;
  wire_mapping& operator=(const wire_mapping&) = delete;

  int descriptor() const { return descriptor_; }
  wire::channel& channel() { return *channel_; }
  const wire::channel& channel() const { return *channel_; }

  wire::turn whose_turn() const;

  // Hands control to the subject; what was written before is visible to it.
  void hand_over();

  // Blocks until it is the judge's turn, at most for `patience`, sometimes
  // less.
  void wait_for_turn(std::chrono::nanoseconds patience) const;

 private:
  int descriptor_;
  wire::channel* channel_;
};

}  // namespace racelab::explore
