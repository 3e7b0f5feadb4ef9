// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::report {

enum class span_kind { call, wait, sleep };

// "call", "wait", "sleep"
std::string_view name_of(span_kind);

// Something that took a thread from one event to another.
struct span {
  span_kind kind{};
  observe::thread_number thread = 0;
  std::size_t begin = 0;  // indices of events
  std::size_t end = 0;    // the last event there is, if it never ended
  bool ended = true;
  bool failed = false;  // a call that failed or was given up
  std::string words;    // "order order-1", "mutex of thread 2"
};

// The calls, waits and sleeps of a schedule, in the order of their beginning.
std::vector<span> spans_of(const observe::observation&);

}  // namespace racelab::report
